package dev.sessionlifecycle.model;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The messages of a session in the order in which they were sent; of the same time, in the order in
 * which they were appended. A message that was reported late stands where it was said.
 *
 * @param messages the messages; unmodifiable
 */
public record Transcript(List<TranscriptMessage> messages) implements Iterable<TranscriptMessage> {
  /** Copies the list, sorted by time. */
  public Transcript {
    messages =
        Validator.requireElements("messages", messages).stream()
            .sorted(Comparator.comparing(TranscriptMessage::sentAt))
            .toList();
  }

  @Override
  public Iterator<TranscriptMessage> iterator() {
    return messages.iterator();
  }

  /** The number of messages. */
  public int size() {
    return messages.size();
  }

  /** Names none of the content. */
  @Override
  public String toString() {
    return "Transcript[messages=" + messages.size() + "]";
  }
}
