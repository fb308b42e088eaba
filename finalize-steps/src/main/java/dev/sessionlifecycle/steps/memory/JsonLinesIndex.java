package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.ByteLines;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.SafeFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys in a file of memories, kept current as other processes append to it. It
 * holds two megabytes, however many there are: a filter that knows which keys are not in the file.
 * For the others the file is read. Guarded by its sink's lock.
 */
final class JsonLinesIndex {

  static final String KEY = "{\"idempotency_key\":\"";

  /** How much of a line says whose it is. */
  static final int HEAD = 2_048;

  private static final int FILTER_BITS = 1 << 24;
  private static final int HASHES = 4;

  private final BitSet filter = new BitSet();
  private @Nullable Object identity;
  private long position;

  /** Reads the new lines, or all lines if the file has been replaced. */
  void refresh(Path file, FileChannel lock) throws IOException {
    if (!Files.exists(file)) {
      SafeFiles.create(file).close();
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Object now = Arrays.asList(file, attributes.fileKey(), generation(lock));
    if (!now.equals(identity) || attributes.size() < position) {
      filter.clear();
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
          add(key(head.toString()));
          head.setLength(0);
          whole = position + i + 1;
        } else if (head.length() < HEAD) {
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

  /** Returns whether a line with this key is in the file. */
  boolean contains(Path file, String key) throws IOException {
    String wanted = escaped(key);
    if (!Arrays.stream(places(wanted)).allMatch(filter::get)) {
      return false;
    }
    try (ByteLines lines = new ByteLines(Files.newInputStream(file))) {
      while (lines.next(HEAD)) {
        if (wanted.equals(key(lines.text()))) {
          return true;
        }
      }
    }
    return false;
  }

  void append(Path file, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    add(key(line));
    position += bytes.capacity();
  }

  /** Lets every index of the file, of any process, read it again. */
  static void replaced(FileChannel lock) throws IOException {
    UUID next = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(next.getMostSignificantBits()).putLong(next.getLeastSignificantBits()).flip();
    lock.write(bytes, 0);
  }

  private static List<Byte> generation(FileChannel lock) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    lock.read(bytes, 0);
    Byte[] all = new Byte[bytes.capacity()];
    Arrays.setAll(all, bytes::get);
    return List.of(all);
  }

  /** Returns the key at the beginning of a line as it is written there, or null. */
  static @Nullable String key(String line) {
    if (!line.startsWith(KEY)) {
      return null;
    }
    int end = KEY.length();
    while (end < line.length() && line.charAt(end) != '"') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    return line.substring(KEY.length(), Math.min(end, line.length()));
  }

  private void add(@Nullable String key) {
    if (key != null) {
      Arrays.stream(places(key)).forEach(filter::set);
    }
  }

  /** The places of a key in the filter, from a hash of 64 bits (FNV-1a, and a last mix). */
  private static int[] places(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    int[] places = new int[HASHES];
    for (int i = 0; i < HASHES; i++) {
      places[i] = (int) (hash + i * (hash >>> 32 | 1)) & FILTER_BITS - 1;
    }
    return places;
  }

  private static String escaped(String key) {
    String json = JsonWriter.write(key);
    return json.substring(1, json.length() - 1);
  }
}
