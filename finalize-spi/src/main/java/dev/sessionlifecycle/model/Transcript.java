package dev.sessionlifecycle.model;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Iterator;
import java.util.List;

/**
 * The messages of a session in the order in which they were appended.
 *
 * @param messages the messages; unmodifiable
 */
public record Transcript(List<TranscriptMessage> messages) implements Iterable<TranscriptMessage> {
  /** Copies the list. */
  public Transcript {
    messages = Validator.requireElements("messages", messages);
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
