package dev.sessionlifecycle.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as JSON lines. Read from the start as often as somebody asks, one line at a time,
 * so that a file may be larger than the memory.
 *
 * @param file the file; null for the sample that comes with the quickstart
 */
record Input(@Nullable Path file) {
  private static final String SAMPLE = "sample-conversations.jsonl";

  static Input sample() {
    return new Input(null);
  }

  boolean isSample() {
    return file == null;
  }

  /** What the input is called: the last part of its path, so that a moved file stays the same. */
  String name() {
    return file == null ? "sample" : String.valueOf(file.getFileName());
  }

  /** Reads every line; empty ones are passed over. */
  void read(Consumer<Conversation> good, Consumer<BadLine> bad) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    try (InputStream in = open()) {
      LineSource source = new LineSource(in);
      while (source.next()) {
        int number = source.number();
        try {
          String text = source.text();
          if (!text.isEmpty()) {
            Conversation conversation = ConversationShape.of(number, JsonLine.object(text));
            Integer earlier = lines.putIfAbsent(conversation.key(), number);
            if (earlier != null) {
              throw new BadLineException("conversation: the same as on line " + earlier);
            }
            good.accept(conversation);
          }
        } catch (BadLineException e) {
          bad.accept(new BadLine(number, e.reason()));
        }
      }
    }
  }

  private InputStream open() throws IOException {
    if (file == null) {
      return Objects.requireNonNull(Input.class.getResourceAsStream(SAMPLE), SAMPLE);
    }
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    return Files.newInputStream(file);
  }
}
