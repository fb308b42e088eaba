package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks messages and makes the intent to append of them. */
final class Appending {
  private Appending() {}

  static AppendIntent compile(SessionKey session, @Nullable List<Message> messages, Wiring wiring) {
    Instant now = wiring.now();
    Door door = new Door();
    List<Message> checked = List.of();
    if (door.present("messages", messages) && messages != null) {
      door.range("messages", messages.size(), 1, wiring.limits().messagesPerAppend());
      if (messages.size() <= wiring.limits().messagesPerAppend()) {
        checked = check(door, messages, wiring, now);
      }
    }
    door.close();
    return new AppendIntent(session, checked, now);
  }

  private static List<Message> check(
      Door door, List<Message> messages, Wiring wiring, Instant now) {
    List<Message> checked = new ArrayList<>(messages.size());
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      String field = "messages[" + i + "]";
      if (!door.present(field, message)) {
        continue;
      }
      UUID given = message.id();
      UUID id = given == null ? wiring.ids().get() : given;
      if (!ids.add(id)) {
        door.refuse(field + ".id", "must not be given twice");
      }
      door.sized(field + ".text", message.text(), wiring.limits().messageBytes());
      Instant told = door.time(field + ".sent_at", message.sentAt());
      checked.add(
          new Message(
              id, message.role(), message.text(), told == null ? now : told, message.turnId()));
    }
    return checked;
  }
}
