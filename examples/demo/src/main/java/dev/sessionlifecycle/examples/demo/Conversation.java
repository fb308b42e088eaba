package dev.sessionlifecycle.examples.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.examples.demo.ConversationFile.InvalidLineException;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input.
 *
 * @param line the line number, counted from 1
 * @param key the conversation's own id, unique in the input
 * @param provider the platform that reported the end
 * @param endReason the reason as reported
 */
record Conversation(
    int line,
    String key,
    @Nullable String channel,
    @Nullable String provider,
    @Nullable String endReason,
    SessionType type,
    @Nullable Origin origin,
    @Nullable String subject,
    Map<String, Object> metadata,
    List<Turn> turns) {

  /** One message of a conversation. */
  record Turn(MessageRole role, String text) {}

  private static final int MAX_TEXT_BYTES = 64 * 1024;
  private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};
  private static final Map<String, MessageRole> ROLES =
      Map.of(
          "user", MessageRole.USER,
          "customer", MessageRole.USER,
          "caller", MessageRole.USER,
          "agent", MessageRole.AGENT,
          "assistant", MessageRole.AGENT,
          "bot", MessageRole.AGENT,
          // In transcripts of dialogue systems, "system" is the agent.
          "system", MessageRole.AGENT,
          "platform", MessageRole.SYSTEM,
          "tool", MessageRole.TOOL);

  /**
   * Reads a conversation and ignores unknown fields.
   *
   * @throws InvalidLineException naming all violations, without quoting the line
   */
  static Conversation of(int line, JsonNode json) throws InvalidLineException {
    Fields fields = new Fields(json, new ArrayList<>());
    String key = fields.word("conversation");
    boolean isKey = key != null && !key.isBlank() && key.length() <= 1_000;
    fields.require(isKey, "conversation", "1 to 1,000 characters");
    SessionType type = fields.oneOf("type", SessionType.values());
    Conversation conversation =
        new Conversation(
            line,
            String.valueOf(key),
            fields.nonBlank("channel"),
            fields.nonBlank("provider"),
            fields.word("end_reason"),
            type == null ? SessionType.LIVE : type,
            fields.oneOf("direction", Origin.values()),
            fields.text("subject"),
            fields.metadata(),
            fields.turns());
    if (!fields.violations.isEmpty()) {
      throw new InvalidLineException(String.join("; ", fields.violations));
    }
    return conversation;
  }

  /** Derived from the input alone, so that a second run finds what the first one stored. */
  UUID sessionId(UUID organization) {
    return id(organization, "session", key);
  }

  UUID userId(UUID organization) {
    return id(organization, "user", key);
  }

  static UUID messageId(UUID session, int position) {
    return id(session, "message", position);
  }

  static UUID id(Object parent, String kind, Object name) {
    String text = parent + " " + kind + " " + name;
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the fields of a JSON object and collects violations. */
  private record Fields(JsonNode json, List<String> violations) {
    void require(boolean isValid, String field, String rule) {
      if (!isValid) {
        violations.add(field + ": " + rule);
      }
    }

    @Nullable String text(String field) {
      JsonNode value = json.path(field);
      require(isAbsent(value) || value.isTextual(), field, "a string");
      return value.textValue();
    }

    @Nullable String nonBlank(String field) {
      String text = text(field);
      return text == null || text.isBlank() ? null : text;
    }

    /** Returns a string, or a whole number, which some platforms send instead. */
    @Nullable String word(String field) {
      JsonNode value = json.path(field);
      boolean isWord = value.isTextual() || (value.isIntegralNumber() && value.canConvertToLong());
      require(isAbsent(value) || isWord, field, "a string or a whole number");
      return isWord ? value.asText() : null;
    }

    <E extends Enum<E>> @Nullable E oneOf(String field, E[] values) {
      String text = text(field);
      List<String> names = new ArrayList<>();
      for (E value : values) {
        String name = value.name().toLowerCase(Locale.ROOT);
        if (name.equals(text)) {
          return value;
        }
        names.add(name);
      }
      require(text == null, field, "one of " + String.join(" ", names));
      return null;
    }

    Map<String, Object> metadata() {
      JsonNode value = json.path("metadata");
      require(isAbsent(value) || value.isObject(), "metadata", "an object");
      if (!value.isObject()) {
        return Map.of();
      }
      Map<String, Object> metadata = ConversationFile.JSON.convertValue(value, METADATA);
      metadata.values().removeIf(Objects::isNull);
      return metadata;
    }

    List<Turn> turns() {
      JsonNode value = json.path("turns");
      require(value.isArray(), "turns", "a list");
      List<Turn> turns = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        JsonNode turn = value.get(i);
        String field = "turns[" + i + "]";
        require(turn.isObject(), field, "an object");
        if (turn.isObject()) {
          turns.add(new Turn(role(field, turn), content(field, turn)));
        }
      }
      return turns;
    }

    private MessageRole role(String field, JsonNode turn) {
      String speaker = turn.path("speaker").asText().strip().toLowerCase(Locale.ROOT);
      String names = String.join(" ", new TreeSet<>(ROLES.keySet()));
      require(ROLES.containsKey(speaker), field + ".speaker", "one of " + names);
      return ROLES.getOrDefault(speaker, MessageRole.SYSTEM);
    }

    private String content(String field, JsonNode turn) {
      String text = turn.path("text").textValue();
      require(text != null, field + ".text", "a string");
      String content = text == null ? "" : text;
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      // A lone surrogate does not survive the round trip.
      boolean isStorable =
          content.indexOf('\0') < 0 && new String(bytes, StandardCharsets.UTF_8).equals(content);
      require(isStorable, field + ".text", "no NUL, no lone surrogate");
      require(bytes.length <= MAX_TEXT_BYTES, field + ".text", "at most 64 KiB of UTF-8");
      return content;
    }

    private static boolean isAbsent(JsonNode value) {
      return value.isMissingNode() || value.isNull();
    }
  }
}
