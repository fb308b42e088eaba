package dev.sessionlifecycle.session;

import dev.sessionlifecycle.model.MessageRole;
import java.time.Instant;
import java.util.Objects;
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
  /** Checks that nothing required is missing. */
  public StoredMessage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(sentAt, "sentAt");
  }

  /** Names the message, never its text. */
  @Override
  public String toString() {
    return "StoredMessage[id=" + id + ", sequence=" + sequence + ", role=" + role + "]";
  }
}
