package dev.sessionlifecycle.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log of acknowledged calls, one line each, written after the call returned. All of it must be in
 * the database, even if the process was killed.
 */
record Ledger(@Nullable Path file) {
  static final String OPENED = "OPENED";
  static final String MESSAGE = "MESSAGE";
  static final String ENDED = "ENDED";
  static final String FINISHED = "FINISHED";

  /** Continues this file; null discards everything. */
  static Ledger of(@Nullable Path file) throws IOException {
    if (file != null && Files.exists(file)) {
      // A process killed while writing may leave a partial line, which acknowledges nothing.
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(bytes.lastIndexOf('\n') + 1L);
      }
    }
    return new Ledger(file);
  }

  /** Returns a line; the detail is the channel, the message id, or the end reason. */
  static String line(String event, UUID session, String detail) {
    return event + " " + session + " " + detail;
  }

  synchronized void write(String event, UUID session, String detail) {
    if (file != null) {
      try {
        String line = line(event, session, detail) + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns everything acknowledged, including earlier runs. */
  List<String> lines() throws IOException {
    return file != null && Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
