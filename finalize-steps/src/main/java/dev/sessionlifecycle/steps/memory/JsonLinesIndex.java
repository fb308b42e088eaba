package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.JsonWriter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys in a file of memories, kept current as other processes append to it. Guarded
 * by its sink.
 */
final class JsonLinesIndex {

  private static final String KEY = "{\"idempotency_key\":\"";

  private final Path file;
  private final Set<String> keys = new HashSet<>();
  private @Nullable Object identity;
  private long position;

  JsonLinesIndex(Path file) {
    this.file = file;
  }

  boolean contains(String key) {
    return keys.contains(escaped(key));
  }

  /** Reads the new lines, or all lines if the file has been replaced. */
  void refresh() throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Object now = attributes.fileKey();
    if (now == null || !now.equals(identity) || attributes.size() < position) {
      keys.clear();
      position = 0;
      identity = now;
    }
    try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "rw")) {
      if (lines.length() > position) {
        read(lines);
      }
    }
  }

  private void read(RandomAccessFile lines) throws IOException {
    long whole = position;
    byte[] buffer = new byte[64 * 1024];
    StringBuilder head = new StringBuilder();
    lines.seek(position);
    for (int n = lines.read(buffer); n > 0; n = lines.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          add(head);
          head.setLength(0);
          whole = position + i + 1;
        } else if (head.length() < 1_024) {
          head.append((char) (buffer[i] & 0xff));
        }
      }
      position += n;
    }
    if (whole < position) {
      lines.setLength(whole);
      position = whole;
    }
  }

  private void add(CharSequence head) {
    String line = head.toString();
    if (line.startsWith(KEY)) {
      int end = KEY.length();
      while (end < line.length() && line.charAt(end) != '"') {
        end += line.charAt(end) == '\\' ? 2 : 1;
      }
      keys.add(line.substring(KEY.length(), Math.min(end, line.length())));
    }
  }

  void append(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    add(line);
    position += bytes.capacity();
  }

  void forget(UUID organizationId, UUID endUserId) throws IOException {
    String mark =
        "\"organization_id\":\"" + organizationId + "\",\"end_user_id\":\"" + endUserId + "\"";
    Path rest = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedReader in = Files.newBufferedReader(file);
        BufferedWriter out = Files.newBufferedWriter(rest)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.indexOf(mark) != markPlace(line)) {
          out.write(line);
          out.write('\n');
        }
      }
    }
    try (FileChannel channel = FileChannel.open(rest, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(rest, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    identity = null;
  }

  /**
   * Returns the position of the marker in a line written by the sink. The key before it contains no
   * quote.
   */
  private static int markPlace(String line) {
    return line.startsWith(KEY) ? line.indexOf("\",\"organization_id\"", KEY.length()) + 2 : -2;
  }

  private static String escaped(String key) {
    String json = JsonWriter.write(key);
    return json.substring(1, json.length() - 1);
  }
}
