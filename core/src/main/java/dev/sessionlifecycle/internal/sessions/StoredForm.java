package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.session.FieldChange;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.StoringForm;
import dev.sessionlifecycle.spi.rules.StoringRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings texts into the form in which a session stores them, before they are written.
 *
 * @param scrubber scrubs the texts of sessions that store scrubbed texts only
 * @param limits the bounds of texts
 */
record StoredForm(InputScrubber scrubber, Limits limits) implements StoringForm {
  StoredForm(LifecycleContext context) {
    this(context.inputScrubber(), context.limits());
  }

  @Override
  public Session of(Session draft, Storing mode) {
    if (mode == Storing.FULL) {
      return draft;
    } else if (!StoringRules.needsScrub(mode) || !scrubber.isConfigured()) {
      return StoringForm.withoutTexts().of(draft, mode);
    }
    return SessionBuilder.of(draft)
        .storing(mode)
        .subject(subject(draft.subject()))
        .metadata(json(draft.metadata()))
        .contextVariables(json(draft.contextVariables()))
        .build();
  }

  /** Returns the messages without personal data. */
  List<Message> scrubbed(UUID session, List<Message> messages) {
    requireScrubber(session);
    return scrubbed(messages);
  }

  private List<Message> scrubbed(List<Message> messages) {
    return messages.stream()
        .map(it -> new Message(it.id(), it.role(), text(it.text()), it.sentAt(), it.turnId()))
        .toList();
  }

  /**
   * Returns messages that were held back as a session in this mode stores them. Never fails:
   * without a scrubber they are stored without their texts, because the session must end.
   */
  List<Message> held(Storing mode, List<Message> messages) {
    return StoringRules.needsScrub(mode) && scrubber.isConfigured()
        ? scrubbed(messages)
        : StoringRules.messages(mode == Storing.FULL ? mode : Storing.FACTS_ONLY, messages);
  }

  /** Returns the update without personal data. */
  SessionUpdate scrubbed(UUID session, SessionUpdate update) {
    requireScrubber(session);
    FieldChange<String> subject = update.subject();
    Map<String, Object> metadata = update.metadata();
    Map<String, Object> variables = update.contextVariables();
    return new SessionUpdate(
        subject == null ? null : new FieldChange<>(subject(subject.newValue())),
        metadata == null ? null : json(metadata),
        variables == null ? null : json(variables),
        update.priority(),
        update.assignedAgentId(),
        update.retentionPolicyId(),
        update.hasRecording());
  }

  private void requireScrubber(UUID session) {
    if (!scrubber.isConfigured()) {
      throw new SessionConflictException(
          "scrubber_missing",
          "session "
              + session
              + " stores scrubbed texts only, and this process has no scrubber: give it one, or a"
              + " chain with a step that scrubs");
    }
  }

  private String text(String text) {
    String scrubbed = scrubber.text(text, Integer.MAX_VALUE);
    return Texts.utf8Length(scrubbed, limits.messageBytes()) <= limits.messageBytes()
        ? scrubbed
        : InputScrubber.UNEXAMINED;
  }

  private @Nullable String subject(@Nullable String subject) {
    return subject == null ? null : scrubber.text(subject, limits.subjectLength());
  }

  /** Returns the values without personal data; none if they have become too long. */
  private Map<String, Object> json(Map<String, Object> values) {
    Map<String, Object> scrubbed = object(values);
    int bytes = JsonWriter.write(scrubbed).getBytes(StandardCharsets.UTF_8).length;
    return bytes <= limits.jsonBytes() ? scrubbed : Map.of();
  }

  private Map<String, Object> object(Map<?, ?> values) {
    Map<String, Object> scrubbed = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String plain = scrubber.text(String.valueOf(key), Integer.MAX_VALUE);
          String name = plain;
          for (int i = 2; scrubbed.containsKey(name); i++) {
            name = plain + " " + i;
          }
          scrubbed.put(name, value(value));
        });
    return Collections.unmodifiableMap(scrubbed);
  }

  private @Nullable Object value(@Nullable Object value) {
    if (value instanceof String text) {
      return scrubber.text(text, Integer.MAX_VALUE);
    } else if (value instanceof Map<?, ?> map) {
      return object(map);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(it -> items.add(value(it)));
      return Collections.unmodifiableList(items);
    } else if (value instanceof Number number) {
      String digits = String.valueOf(number);
      String scrubbed = scrubber.text(digits, Integer.MAX_VALUE);
      return scrubbed.equals(digits) ? number : scrubbed;
    }
    return value;
  }
}
