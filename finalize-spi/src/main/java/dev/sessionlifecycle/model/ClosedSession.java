package dev.sessionlifecycle.model;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that has ended, as a finalize step sees it.
 *
 * @param organizationId the organization that it belongs to
 * @param id the session
 * @param endUserId the end user who took part
 * @param channel the channel, such as {@code voice} or {@code sms}
 * @param sessionType what it was for
 * @param status one of the four terminal statuses
 * @param reason why it ended
 * @param reportedReason the reason as it was reported; null where none was
 * @param outcome how it turned out
 * @param startedAt when it started
 * @param endedAt when it ended
 * @param durationMs from start to end in milliseconds; never negative
 * @param messageCount how many messages it holds
 * @param subject its subject, if any
 * @param metadata what the host attached; plain JSON values, unmodifiable
 * @param contextVariables the agent's variables; plain JSON values, unmodifiable
 * @param summary the summary, once a step has written one
 * @param externalSource where its external id comes from; null where it has none
 * @param externalId its external id as it is shown; null where it has none
 * @param triggeredBy every name of who or what triggered something in its history, or recorded its
 *     disposition
 * @param storesTexts whether texts of it are stored: if not, messages are without their texts, and
 *     the texts that a step asks to store are ignored
 * @param dispositionNote the note of how it was dealt with; null where there is none, or none yet
 * @param previousSessionId the session that it follows up; null for none
 * @param finalizedAt when every step of its chain was done but the deliveries; null before
 * @param disposition the code of how it was dealt with; null where there is none
 * @param changedAt when a caller last changed it, by the business clock: enriched, corrected or
 *     described it, or recorded its disposition; when its end was recorded where none did
 */
public record ClosedSession(
    UUID organizationId,
    UUID id,
    UUID endUserId,
    String channel,
    SessionType sessionType,
    SessionStatus status,
    TerminationReason reason,
    @Nullable String reportedReason,
    OutcomeCategory outcome,
    Instant startedAt,
    Instant endedAt,
    long durationMs,
    int messageCount,
    @Nullable String subject,
    Map<String, Object> metadata,
    Map<String, Object> contextVariables,
    @Nullable String summary,
    @Nullable String externalSource,
    @Nullable String externalId,
    Set<String> triggeredBy,
    boolean storesTexts,
    @Nullable String dispositionNote,
    @Nullable UUID previousSessionId,
    @Nullable Instant finalizedAt,
    @Nullable String disposition,
    Instant changedAt) {
  /** A session of which texts are stored, without a note, whose chain has not finished. */
  public ClosedSession(
      UUID organizationId,
      UUID id,
      UUID endUserId,
      String channel,
      SessionType sessionType,
      SessionStatus status,
      TerminationReason reason,
      @Nullable String reportedReason,
      OutcomeCategory outcome,
      Instant startedAt,
      Instant endedAt,
      long durationMs,
      int messageCount,
      @Nullable String subject,
      Map<String, Object> metadata,
      Map<String, Object> contextVariables,
      @Nullable String summary,
      @Nullable String externalSource,
      @Nullable String externalId,
      Set<String> triggeredBy) {
    this(
        organizationId,
        id,
        endUserId,
        channel,
        sessionType,
        status,
        reason,
        reportedReason,
        outcome,
        startedAt,
        endedAt,
        durationMs,
        messageCount,
        subject,
        metadata,
        contextVariables,
        summary,
        externalSource,
        externalId,
        triggeredBy,
        true,
        null,
        null,
        null,
        null,
        endedAt);
  }

  /** Checks that nothing is missing, and copies the set. */
  public ClosedSession {
    Validator.require("organization_id", organizationId);
    Validator.require("id", id);
    Validator.require("end_user_id", endUserId);
    Validator.require("channel", channel);
    Validator.require("session_type", sessionType);
    Validator.require("status", status);
    Validator.require("reason", reason);
    Validator.require("outcome", outcome);
    Validator.require("started_at", startedAt);
    Validator.require("ended_at", endedAt);
    Validator.require("metadata", metadata);
    Validator.require("context_variables", contextVariables);
    Validator.require("changed_at", changedAt);
    triggeredBy = Set.copyOf(Validator.require("triggered_by", triggeredBy));
  }

  /** Names none of the content. */
  @Override
  public String toString() {
    return "ClosedSession[organizationId="
        + organizationId
        + ", id="
        + id
        + ", reason="
        + reason
        + "]";
  }
}
