package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as it stands: a snapshot, not a handle. Every field of a session is here under its name
 * in camel case, and beside them how and why it ended.
 *
 * <p>Timestamps are cut to the microsecond. {@code createdAt}, {@code startedAt}, {@code endedAt},
 * {@code closedAt} and {@code updatedAt} are business stamps and never run backwards within a
 * session; what time limits are judged by is stamped with the store's clock.
 *
 * <p>The fields follow the response of Feather's "Close a v2 conversation" operation.
 *
 * @param organizationId the organization that it belongs to
 * @param id the session's id
 * @param endUserId the end user whom it is with
 * @param channel the channel, such as {@code voice}: 1 to 32 code points
 * @param sessionType what it is for
 * @param status the status; {@link SessionStatus#UNRECOGNIZED} where a newer version wrote it
 * @param statusText the status exactly as it is stored
 * @param priority how urgent it is
 * @param origin which side began it
 * @param externalRef its id in another system ({@code external_session_id})
 * @param subject what it is about: at most 500 code points
 * @param assignedAgentId the agent assigned to it
 * @param retentionPolicyId the retention policy chosen for it
 * @param previousSessionId the session that this one follows up
 * @param supersededById the session that took its place
 * @param metadata what the host attached: plain JSON values, unmodifiable
 * @param contextVariables the agent's variables: plain JSON values, unmodifiable
 * @param messageCount how many messages it holds
 * @param userMessageCount how many of them are the user's
 * @param createdAt when it was stored first
 * @param startedAt when it started; never after {@code createdAt}
 * @param updatedAt when it was changed last
 * @param firstMessageAt when its first message was sent
 * @param lastMessageAt when its last message was sent
 * @param rangAt when it first was ringing, by the store's clock
 * @param activatedAt when it first was active, by the store's clock
 * @param handedOnAt when it first was transferred, by the store's clock; stays whatever becomes of
 *     it, and whatever reason it ends for
 * @param statusSince since when it has its status, by the store's clock
 * @param lastActivityAt the last opening, message or move, by the store's clock
 * @param endedAt when the conversation ended: as reported, else when the end was recorded
 * @param closedAt when the end was recorded
 * @param ttlExpiresAt when a time limit would end it next; null where none applies
 * @param retentionExpiresAt until when it is kept after its end; null for ever
 * @param archivedAt when an archive has acknowledged it
 * @param finalizedAt when its finalize chain finished
 * @param durationMs from start to end in milliseconds; never negative
 * @param reason why it ended; never null once it has
 * @param reportedReason the reason as it was reported, at most 1,000 code points
 * @param outcome how it turned out; never null once it has ended
 * @param triggeredBy who or what ended it
 * @param summary the summary, once a finalize step has written one
 * @param memorySynced whether the memory of the end user has been updated
 * @param hasRecording whether there is a recording
 * @param evalSummary the rollup of its eval runs
 * @param storing how much of the conversation is stored
 * @param anonymized whether texts and identities were removed after its end
 * @param version the version of the descriptive fields, counted from 1
 * @param usage what it has used, such as tokens or costs: sums by name, unmodifiable
 * @param disposition how it was dealt with, once that has been recorded
 */
public record Session(
    UUID organizationId,
    UUID id,
    UUID endUserId,
    String channel,
    SessionType sessionType,
    SessionStatus status,
    String statusText,
    Priority priority,
    @Nullable Origin origin,
    @Nullable ExternalRef externalRef,
    @Nullable String subject,
    @Nullable UUID assignedAgentId,
    @Nullable UUID retentionPolicyId,
    @Nullable UUID previousSessionId,
    @Nullable UUID supersededById,
    Map<String, Object> metadata,
    Map<String, Object> contextVariables,
    int messageCount,
    int userMessageCount,
    Instant createdAt,
    Instant startedAt,
    Instant updatedAt,
    @Nullable Instant firstMessageAt,
    @Nullable Instant lastMessageAt,
    @Nullable Instant rangAt,
    @Nullable Instant activatedAt,
    @Nullable Instant handedOnAt,
    Instant statusSince,
    Instant lastActivityAt,
    @Nullable Instant endedAt,
    @Nullable Instant closedAt,
    @Nullable Instant ttlExpiresAt,
    @Nullable Instant retentionExpiresAt,
    @Nullable Instant archivedAt,
    @Nullable Instant finalizedAt,
    @Nullable Long durationMs,
    @Nullable TerminationReason reason,
    @Nullable String reportedReason,
    @Nullable OutcomeCategory outcome,
    @Nullable String triggeredBy,
    @Nullable String summary,
    boolean memorySynced,
    boolean hasRecording,
    EvalSummary evalSummary,
    Storing storing,
    boolean anonymized,
    long version,
    Map<String, BigDecimal> usage,
    @Nullable Disposition disposition) {
  private static final int PREVIEW = 200;

  /** Checks that nothing required is missing, and copies the usage. */
  public Session {
    Validator.require("organization_id", organizationId);
    Validator.require("id", id);
    Validator.require("end_user_id", endUserId);
    Validator.require("channel", channel);
    Validator.require("session_type", sessionType);
    Validator.require("status", status);
    Validator.require("status_text", statusText);
    Validator.require("priority", priority);
    Validator.require("metadata", metadata);
    Validator.require("context_variables", contextVariables);
    Validator.require("created_at", createdAt);
    Validator.require("started_at", startedAt);
    Validator.require("updated_at", updatedAt);
    Validator.require("status_since", statusSince);
    Validator.require("last_activity_at", lastActivityAt);
    Validator.require("eval_summary", evalSummary);
    Validator.require("storing", storing);
    usage = Map.copyOf(Validator.require("usage", usage));
  }

  /** Whether it has ended. */
  public boolean isEnded() {
    return status.isTerminal();
  }

  /** Whether it was ever active and holds at least one message of the user. */
  public boolean isEngaged() {
    return activatedAt != null && userMessageCount > 0;
  }

  /** The beginning of the summary, cut at a word where there is one: at most 200 code points. */
  public @Nullable String summaryPreview() {
    return summary == null ? null : Texts.cutAtWord(summary.strip(), PREVIEW);
  }

  /** Names the session and its status, never what was said in it. */
  @Override
  public String toString() {
    return "Session[id="
        + id
        + ", organizationId="
        + organizationId
        + ", status="
        + statusText
        + "]";
  }
}
