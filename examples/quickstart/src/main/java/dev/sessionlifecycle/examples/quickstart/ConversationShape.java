package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a conversation of a JSON object, or says everything that is wrong with it. Required are
 * {@code conversation} and {@code turns}; {@code channel}, {@code end_reason}, {@code provider},
 * {@code type}, {@code direction}, {@code subject} and {@code metadata} may be missing or null;
 * other fields are passed over.
 */
final class ConversationShape {
  private static final int LONGEST_TEXT = 64 * 1024;
  private static final Map<String, MessageRole> SPEAKERS =
      Map.of(
          "user", MessageRole.USER,
          "customer", MessageRole.USER,
          "caller", MessageRole.USER,
          "agent", MessageRole.AGENT,
          "assistant", MessageRole.AGENT,
          "bot", MessageRole.AGENT,
          // In transcripts of dialogue systems the system is the one that talks with the user.
          "system", MessageRole.AGENT,
          "platform", MessageRole.SYSTEM,
          "tool", MessageRole.TOOL);

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, @Nullable Object> object;

  private ConversationShape(Map<String, @Nullable Object> object) {
    this.object = object;
  }

  static Conversation of(int line, Map<String, @Nullable Object> object) throws BadLineException {
    return new ConversationShape(object).read(line);
  }

  private Conversation read(int line) throws BadLineException {
    String key = word("conversation", object.get("conversation"));
    if (key == null || key.isBlank() || key.length() > 1_000) {
      say("conversation", "1 to 1,000 characters");
    }
    String type = text("type");
    String direction = text("direction");
    Conversation conversation =
        new Conversation(
            line,
            String.valueOf(key),
            blankToNull(text("channel")),
            blankToNull(text("provider")),
            word("end_reason", object.get("end_reason")),
            type == null ? SessionType.LIVE : oneOf("type", type, SessionType.values()),
            direction == null ? null : oneOf("direction", direction, Origin.values()),
            text("subject"),
            metadata(),
            turns());
    if (!wrong.isEmpty()) {
      throw new BadLineException(String.join("; ", wrong));
    }
    return conversation;
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    if (!(object.get("turns") instanceof List<?> list)) {
      say("turns", "a list");
      return turns;
    }
    for (int i = 0; i < list.size(); i++) {
      String place = "turns[" + i + "]";
      if (!(list.get(i) instanceof Map<?, ?> turn)) {
        say(place, "an object");
      } else {
        turns.add(new Turn(role(place, turn.get("speaker")), said(place, turn.get("text"))));
      }
    }
    return turns;
  }

  private MessageRole role(String place, @Nullable Object speaker) {
    MessageRole role =
        speaker instanceof String name ? SPEAKERS.get(name.strip().toLowerCase(Locale.ROOT)) : null;
    if (role == null) {
      say(
          place + ".speaker",
          "one of " + String.join(" ", SPEAKERS.keySet().stream().sorted().toList()));
      return MessageRole.SYSTEM;
    }
    return role;
  }

  private String said(String place, @Nullable Object value) {
    if (!(value instanceof String text)) {
      say(place + ".text", "a string");
      return "";
    }
    if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(ConversationShape::isSurrogate)) {
      say(place + ".text", "no NUL, no lone surrogate");
    } else if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
      say(place + ".text", "at most 64 KiB of UTF-8");
    }
    return text;
  }

  private Map<String, Object> metadata() {
    Object value = object.get("metadata");
    if (value != null && !(value instanceof Map)) {
      say("metadata", "an object");
    }
    return value instanceof Map<?, ?> map ? Plain.withoutNulls(map) : Map.of();
  }

  private @Nullable String text(String field) {
    Object value = object.get(field);
    if (value != null && !(value instanceof String)) {
      say(field, "a string");
    }
    return value instanceof String text ? text : null;
  }

  /** A string, or a whole number as platforms send them too. */
  private @Nullable String word(String field, @Nullable Object value) {
    if (value != null && !(value instanceof String) && !(value instanceof Long)) {
      say(field, "a string or a whole number");
      return null;
    }
    return value == null ? null : value.toString();
  }

  private <E extends Enum<E>> E oneOf(String field, String word, E[] values) {
    List<String> names = new ArrayList<>();
    for (E value : values) {
      String name = value.name().toLowerCase(Locale.ROOT);
      if (name.equals(word)) {
        return value;
      }
      names.add(name);
    }
    say(field, "one of " + String.join(" ", names));
    return values[0];
  }

  private void say(String field, String rule) {
    wrong.add(field + ": " + rule);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
