package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.session.Message;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages that are not stored yet, in order, each id once. Thread-safe; does no I/O. */
final class TurnBuffer {
  private final int capacity;
  private final Map<UUID, Message> buffered = new LinkedHashMap<>();
  private boolean sealed;

  TurnBuffer(int capacity) {
    this.capacity = capacity;
  }

  /** Whether a turn fits: one message of the user and one of the assistant. */
  synchronized boolean hasRoomForTurn() {
    return buffered.size() + 2 <= capacity;
  }

  /**
   * Adds messages, each id once; returns false if the end has taken what was buffered.
   *
   * @throws SessionConflictException {@code message_conflict} if one is there with another text
   */
  synchronized boolean add(List<Message> messages) {
    if (sealed) {
      return false;
    }
    for (Message message : messages) {
      @Nullable Message known = buffered.putIfAbsent(Objects.requireNonNull(message.id()), message);
      if (known != null && !known.text().equals(message.text())) {
        throw new SessionConflictException(
            "message_conflict", "message " + message.id() + " is there with another text");
      }
    }
    return true;
  }

  synchronized boolean contains(Message message) {
    return buffered.containsKey(message.id());
  }

  synchronized void remove(Collection<Message> messages) {
    messages.forEach(it -> buffered.remove(Objects.requireNonNull(it.id())));
  }

  synchronized List<Message> messages() {
    return List.copyOf(buffered.values());
  }

  /** Returns what the end writes; from now on nothing is added. */
  synchronized List<Message> seal() {
    sealed = true;
    return messages();
  }
}
