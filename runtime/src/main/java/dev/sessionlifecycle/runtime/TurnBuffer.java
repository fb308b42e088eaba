package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.session.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The messages that are not stored yet, in order, each id once. Thread-safe; does no I/O. */
final class TurnBuffer {
  private final int capacity;
  private final Map<UUID, Message> buffered = new LinkedHashMap<>();

  TurnBuffer(int capacity) {
    this.capacity = capacity;
  }

  /** Whether a turn fits: one message of the user and one of the assistant. */
  synchronized boolean hasRoomForTurn() {
    return buffered.size() + 2 <= capacity;
  }

  synchronized void add(Collection<Message> messages) {
    messages.forEach(it -> buffered.putIfAbsent(Objects.requireNonNull(it.id()), it));
  }

  synchronized void remove(Collection<Message> messages) {
    messages.forEach(it -> buffered.remove(Objects.requireNonNull(it.id())));
  }

  synchronized List<Message> messages() {
    return List.copyOf(buffered.values());
  }
}
