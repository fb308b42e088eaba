package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Validates messages and builds append intents from them. */
final class AppendIntents {
  private AppendIntents() {}

  static AppendIntent compile(
      SessionKey session, @Nullable List<Message> messages, LifecycleContext wiring) {
    Instant now = wiring.now();
    Validator door = new Validator();
    List<Message> checked = List.of();
    if (door.present("messages", messages) && messages != null) {
      door.range("messages", messages.size(), 1, wiring.limits().messagesPerAppend());
      if (messages.size() <= wiring.limits().messagesPerAppend()) {
        checked = check(door, messages, wiring, now);
      }
    }
    door.throwIfInvalid();
    AppendIntent intent =
        new AppendIntent(session, checked, now, null, wiring::overdue, bounds(wiring));
    return hasIds(messages) ? intent : intent.withNewIds();
  }

  /** Whether the caller has given the id of any message. */
  static boolean hasIds(@Nullable List<Message> messages) {
    return messages != null && messages.stream().anyMatch(message -> message.id() != null);
  }

  static SessionBounds bounds(LifecycleContext wiring) {
    return new SessionBounds(
        wiring.limits().messagesPerSession(), wiring.limits().bytesPerSession());
  }

  /** Returns the messages with ids and times, any number of them. */
  static List<Message> check(@Nullable List<Message> messages, LifecycleContext wiring) {
    Validator door = new Validator();
    List<Message> checked = List.of();
    if (door.present("messages", messages) && messages != null) {
      checked = check(door, messages, wiring, wiring.now());
    }
    door.throwIfInvalid();
    return checked;
  }

  private static List<Message> check(
      Validator door, List<Message> messages, LifecycleContext wiring, Instant now) {
    List<Message> checked = new ArrayList<>(messages.size());
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      String field = "messages[" + i + "]";
      if (!door.present(field, messages.get(i))) {
        continue;
      }
      Message message = messages.get(i);
      UUID given = message.id();
      UUID id = given == null ? wiring.ids().get() : given;
      if (!ids.add(id)) {
        door.reject(field + ".id", "must not be given twice");
      }
      checked.add(prepare(door, field + ".", message.withId(id), wiring, now));
    }
    return checked;
  }

  /** Returns the message with an id and a time; records violations in the validator. */
  static Message prepare(
      Validator door, String prefix, Message message, LifecycleContext wiring, Instant now) {
    UUID id = message.id();
    door.sized(prefix + "text", message.text(), wiring.limits().messageBytes());
    Instant sentAt = door.time(prefix + "sent_at", message.sentAt());
    return new Message(
        id == null ? wiring.ids().get() : id,
        message.role(),
        message.text(),
        sentAt == null ? now : sentAt,
        message.turnId());
  }
}
