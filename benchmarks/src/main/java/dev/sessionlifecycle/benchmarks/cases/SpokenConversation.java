package dev.sessionlifecycle.benchmarks.cases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A conversation of a file: a line {@code {"conversation", "channel", "turns": [{"speaker",
 * "text"}]}}, in which the speaker is {@code user} or another.
 */
public record SpokenConversation(String name, String channel, Transcript transcript) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  /**
   * Reads the conversations of a file.
   *
   * @throws IOException if the file cannot be read
   */
  public static List<SpokenConversation> read(Path file) throws IOException {
    List<SpokenConversation> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        all.add(parse(line, all.size()));
      }
    }
    return all;
  }

  private static SpokenConversation parse(String line, int number) throws IOException {
    String conversation = "";
    String channel = "chat";
    List<TranscriptMessage> messages = new ArrayList<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken token = json.nextToken();
        if (name.equals("conversation")) {
          conversation = json.getText();
        } else if (name.equals("channel")) {
          channel = json.getText();
        } else if (name.equals("turns") && token == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            messages.add(turn(json, number, messages.size()));
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return new SpokenConversation(conversation, channel, new Transcript(messages));
  }

  private static TranscriptMessage turn(JsonParser json, int number, int index) throws IOException {
    MessageRole role = MessageRole.AGENT;
    String text = "";
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "speaker" ->
            role = json.getText().equals("user") ? MessageRole.USER : MessageRole.AGENT;
        case "text" -> text = json.getText();
        default -> json.skipChildren();
      }
    }
    return new TranscriptMessage(new UUID(number, index), role, text, START.plusSeconds(index));
  }
}
