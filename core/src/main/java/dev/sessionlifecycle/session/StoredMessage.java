package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.MessageRole;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it is stored.
 *
 * @param id unique within its session
 * @param sequence its place in the session, counted from 1 without gaps
 * @param role who wrote or spoke it
 * @param text its text as it stands in the store now
 * @param sentAt when it was sent, to the microsecond
 * @param turnId the turn that produced it, if any
 */
public record StoredMessage(
    UUID id, int sequence, MessageRole role, String text, Instant sentAt, @Nullable UUID turnId) {
  /** By the time at which they were sent; those of the same time as they were stored. */
  public static final Comparator<StoredMessage> BY_TIME =
      Comparator.comparing(StoredMessage::sentAt).thenComparing(StoredMessage::sequence);

  /** Checks that nothing required is missing. */
  public StoredMessage {
    Validator.require("id", id);
    Validator.require("role", role);
    Validator.require("text", text);
    Validator.require("sent_at", sentAt);
  }

  /** Names the message, never its text. */
  @Override
  public String toString() {
    return "StoredMessage[id=" + id + ", sequence=" + sequence + ", role=" + role + "]";
  }
}
