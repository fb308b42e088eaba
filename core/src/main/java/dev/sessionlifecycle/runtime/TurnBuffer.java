package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The messages that are not stored yet, in order, each id once. Thread-safe; does no I/O. */
final class TurnBuffer {
  private final int most;
  private final Map<UUID, Message> held = new LinkedHashMap<>();

  TurnBuffer(int most) {
    this.most = most;
  }

  /** Whether a turn fits: what the user says, and what the assistant says. */
  synchronized boolean hasRoomForTurn() {
    return held.size() + 2 <= most;
  }

  synchronized void add(Collection<Message> messages) {
    messages.forEach(it -> held.putIfAbsent(Objects.requireNonNull(it.id()), it));
  }

  synchronized void stored(Collection<Message> messages) {
    messages.forEach(it -> held.remove(Objects.requireNonNull(it.id())));
  }

  synchronized List<Message> messages() {
    return List.copyOf(held.values());
  }
}
