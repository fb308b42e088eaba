package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a memory sink receives about a session. All texts are scrubbed.
 *
 * @param idempotencyKey identical each time this session is sent; a sink that already has it
 *     returns its earlier result and stores nothing; printable ASCII, at most 200 characters
 * @param organizationId the organization of the session
 * @param sessionId the session
 * @param endUserId the end user the memory is about
 * @param channel the channel, such as {@code voice}
 * @param reason why the session ended
 * @param outcome the outcome of the session
 * @param startedAt when it started
 * @param endedAt when it ended
 * @param subject its subject, if any
 * @param summary its summary, if any
 * @param metadata the metadata attached by the application
 * @param messages the conversation; empty unless the step is configured to send it
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

  /** Rejects null values. */
  public MemoryRecord {
    Validator.require("idempotency_key", idempotencyKey);
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    Validator.require("end_user_id", endUserId);
    Validator.require("channel", channel);
    Validator.require("reason", reason);
    Validator.require("outcome", outcome);
    Validator.require("started_at", startedAt);
    Validator.require("ended_at", endedAt);
    Validator.require("metadata", metadata);
    messages = Validator.requireElements("messages", messages);
  }

  /**
   * One message.
   *
   * @param role the role's wire value, such as {@code user}
   * @param text the scrubbed text
   * @param sentAt when it was sent
   */
  public record Turn(String role, String text, Instant sentAt) {
    /** Rejects null values. */
    public Turn {
      Validator.require("role", role);
      Validator.require("text", text);
      Validator.require("sent_at", sentAt);
    }

    /** Names none of the content. */
    @Override
    public String toString() {
      return "Turn[sentAt=" + sentAt + "]";
    }
  }

  /** Returns the id of the session and none of its content. */
  @Override
  public String toString() {
    return "MemoryRecord[session=" + sessionId + ", messages=" + messages.size() + "]";
  }
}
