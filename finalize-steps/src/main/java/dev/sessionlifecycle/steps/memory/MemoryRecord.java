package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a memory receives of one session. All texts are scrubbed.
 *
 * @param idempotencyKey the same whenever this session is sent again: a sink that has it already
 *     answers as it did before and stores nothing; printable ASCII, at most 200 characters
 * @param organizationId whose session it was
 * @param sessionId the session
 * @param endUserId whom the memory is about
 * @param channel such as {@code voice}
 * @param reason why it ended
 * @param outcome how it turned out
 * @param startedAt when it started
 * @param endedAt when it ended
 * @param subject its subject, if any
 * @param summary its summary, if any
 * @param metadata what the host attached
 * @param messages the conversation; empty unless the step was asked to send it
 */
public record MemoryRecord(
    String idempotencyKey,
    UUID organizationId,
    UUID sessionId,
    UUID endUserId,
    String channel,
    TerminationReason reason,
    OutcomeCategory outcome,
    Instant startedAt,
    Instant endedAt,
    @Nullable String subject,
    @Nullable String summary,
    Map<String, Object> metadata,
    List<Turn> messages) {

  /** Checks that nothing is missing. */
  public MemoryRecord {
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(endUserId, "endUserId");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(endedAt, "endedAt");
    Objects.requireNonNull(metadata, "metadata");
    messages = List.copyOf(messages);
  }

  /**
   * One message.
   *
   * @param role the role's wire value, such as {@code user}
   * @param text the scrubbed text
   * @param sentAt when it was sent
   */
  public record Turn(String role, String text, Instant sentAt) {
    /** Checks that nothing is missing. */
    public Turn {
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(sentAt, "sentAt");
    }
  }

  /** Names the session and nothing of its content. */
  @Override
  public String toString() {
    return "MemoryRecord[session=" + sessionId + ", messages=" + messages.size() + "]";
  }
}
