package dev.sessionlifecycle.examples.quickstart;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the library has acknowledged, one line each, written after the call returned: whatever
 * stands here must be in the database, however the process ended.
 */
final class Ledger implements AutoCloseable {
  /** What an entry tells. */
  enum Kind {
    OPENED,
    MESSAGE,
    ENDED,
    FINISHED
  }

  /** One entry; the detail is the message's id, or the reason of the end. */
  record Entry(Kind kind, UUID session, String detail) {}

  private final @Nullable RandomAccessFile file;

  private Ledger(@Nullable RandomAccessFile file) {
    this.file = file;
  }

  /** A ledger that goes on with this file; one that writes nowhere for null. */
  static Ledger of(@Nullable Path path) throws IOException {
    if (path == null) {
      return new Ledger(null);
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    file.setLength(wholeLines(Files.readAllBytes(path)));
    file.seek(file.length());
    return new Ledger(file);
  }

  synchronized void write(Kind kind, UUID session, String detail) {
    if (file != null) {
      try {
        String line = kind + " " + session + " " + detail + "\n";
        file.write(line.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Everything that was acknowledged, by earlier runs too. */
  static List<Entry> read(@Nullable Path path) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (path != null) {
      byte[] bytes = Files.readAllBytes(path);
      String text = new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.split(" ", 3))
          .map(part -> new Entry(Kind.valueOf(part[0]), UUID.fromString(part[1]), part[2]))
          .forEach(entries::add);
    }
    return entries;
  }

  /** A process killed while it wrote may leave half a line, which acknowledges nothing. */
  private static int wholeLines(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
