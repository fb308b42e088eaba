package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages of a session. Guarded by the session's monitor. */
final class MessageLog {

  /** Up to this size a log is searched from end to end; a longer one has an index. */
  private static final int SMALL = 16;

  private final List<StoredMessage> messages = new ArrayList<>(0);
  private @Nullable Map<UUID, Integer> places;

  /** The message of this id as it is stored. */
  @Nullable StoredMessage find(UUID id) {
    int place = placeOf(id);
    return place < 0 ? null : messages.get(place);
  }

  /** Whether a message of its id is stored with another role or text. */
  boolean conflicts(Message message) {
    StoredMessage stored = find(idOf(message));
    return stored != null
        && (stored.role() != message.role() || !stored.text().equals(message.text()));
  }

  /** Adds those whose id is not stored yet, and answers them. */
  List<StoredMessage> add(List<Message> toAdd) {
    List<StoredMessage> fresh = new ArrayList<>(toAdd.size());
    for (Message message : toAdd) {
      UUID id = idOf(message);
      if (placeOf(id) < 0) {
        StoredMessage stored =
            new StoredMessage(
                id,
                messages.size() + 1,
                message.role(),
                message.text(),
                Objects.requireNonNull(message.sentAt(), "sentAt"),
                message.turnId());
        messages.add(stored);
        index(stored);
        fresh.add(stored);
      }
    }
    return fresh;
  }

  /** Replaces the text of a message, if it is there. */
  void replace(UUID id, String text) {
    int place = placeOf(id);
    if (place >= 0) {
      StoredMessage old = messages.get(place);
      messages.set(
          place,
          new StoredMessage(id, old.sequence(), old.role(), text, old.sentAt(), old.turnId()));
    }
  }

  int size() {
    return messages.size();
  }

  List<StoredMessage> after(int sequence, int limit) {
    return Slice.of(messages, sequence, limit);
  }

  List<TranscriptMessage> transcript() {
    return messages.stream()
        .map(it -> new TranscriptMessage(it.id(), it.role(), it.text(), it.sentAt()))
        .toList();
  }

  static UUID idOf(Message message) {
    return Objects.requireNonNull(message.id(), "id");
  }

  private int placeOf(UUID id) {
    if (places != null) {
      return places.getOrDefault(id, -1);
    }
    for (int place = messages.size() - 1; place >= 0; place--) {
      if (messages.get(place).id().equals(id)) {
        return place;
      }
    }
    return -1;
  }

  private void index(StoredMessage added) {
    if (places != null) {
      places.put(added.id(), added.sequence() - 1);
    } else if (messages.size() > SMALL) {
      Map<UUID, Integer> all = new HashMap<>();
      messages.forEach(it -> all.put(it.id(), it.sequence() - 1));
      places = all;
    }
  }
}
