package dev.sessionlifecycle.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as JSON Lines. Read line by line, as often as needed, so the file may exceed the
 * memory.
 *
 * @param path the file; null for the bundled sample
 */
record ConversationFile(@Nullable Path path) {
  private static final String SAMPLE = "sample-conversations.jsonl";
  private static final int MAX_LINE_BYTES = 16 << 20;
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** An unusable line and the reason, which never quotes it. */
  record InvalidLine(int line, String reason) {}

  /** Thrown if a line is unusable. */
  static final class InvalidLineException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidLineException(String reason) {
      super(reason);
    }
  }

  boolean isSample() {
    return path == null;
  }

  String name() {
    return path == null ? "sample" : String.valueOf(path.getFileName());
  }

  /** Derived from the file name alone, so that a moved file remains the same input. */
  UUID organization() {
    return Conversation.id("demo", "input", name());
  }

  /** Reads every line except empty ones. */
  void read(Consumer<Conversation> valid, Consumer<InvalidLine> invalid) throws IOException {
    Map<String, Integer> lineByKey = new HashMap<>();
    // Latin-1 keeps every byte, so a line that is not UTF-8 does not affect others.
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.ISO_8859_1))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        try {
          String text = decode(line, number);
          if (!text.isEmpty()) {
            Conversation conversation = Conversation.of(number, parse(text));
            Integer earlier = lineByKey.putIfAbsent(conversation.key(), number);
            if (earlier != null) {
              throw new InvalidLineException("conversation: the same as on line " + earlier);
            }
            valid.accept(conversation);
          }
        } catch (InvalidLineException e) {
          invalid.accept(new InvalidLine(number, String.valueOf(e.getMessage())));
        }
      }
    }
  }

  private InputStream open() throws IOException {
    if (path == null) {
      return Objects.requireNonNull(ConversationFile.class.getResourceAsStream(SAMPLE), SAMPLE);
    }
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such file");
    }
    return Files.newInputStream(path);
  }

  private static String decode(String latin1, int number) throws InvalidLineException {
    if (latin1.length() > MAX_LINE_BYTES) {
      throw new InvalidLineException("longer than " + (MAX_LINE_BYTES >> 20) + " MiB");
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
      boolean hasByteOrderMark = number == 1 && text.startsWith("\uFEFF");
      return hasByteOrderMark ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidLineException("not UTF-8");
    }
  }

  private static JsonNode parse(String line) throws InvalidLineException, IOException {
    try {
      JsonNode json = JSON.readTree(line);
      if (!json.isObject()) {
        throw new InvalidLineException("not a JSON object");
      }
      return json;
    } catch (MismatchedInputException e) {
      throw new InvalidLineException("more than one JSON value");
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new InvalidLineException("not JSON, at column " + column);
    }
  }
}
