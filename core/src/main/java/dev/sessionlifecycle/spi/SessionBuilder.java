package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Session} for stores and tests. Defaults: channel {@code api}, live, active,
 * normal priority, empty maps, zero counts, version 1. Not thread-safe.
 */
public final class SessionBuilder {
  private final UUID organizationId;
  private final UUID id;
  private UUID endUserId;
  private String channel = "api";
  private SessionType sessionType = SessionType.LIVE;
  private SessionStatus status = SessionStatus.ACTIVE;
  private String statusText = SessionStatus.ACTIVE.wire();
  private Priority priority = Priority.NORMAL;
  private @Nullable Origin origin;
  private @Nullable ExternalRef externalRef;
  private @Nullable String subject;
  private @Nullable UUID assignedAgentId;
  private @Nullable UUID retentionPolicyId;
  private @Nullable UUID previousSessionId;
  private @Nullable UUID supersededById;
  private Map<String, Object> metadata = Map.of();
  private Map<String, Object> contextVariables = Map.of();
  private int messageCount;
  private int userMessageCount;
  private Instant createdAt = Instant.EPOCH;
  private Instant startedAt = Instant.EPOCH;
  private Instant updatedAt = Instant.EPOCH;
  private @Nullable Instant firstMessageAt;
  private @Nullable Instant lastMessageAt;
  private @Nullable Instant rangAt;
  private @Nullable Instant activatedAt;
  private @Nullable Instant handedOnAt;
  private Instant statusSince = Instant.EPOCH;
  private Instant lastActivityAt = Instant.EPOCH;
  private @Nullable Instant endedAt;
  private @Nullable Instant closedAt;
  private @Nullable Instant ttlExpiresAt;
  private @Nullable Instant retentionExpiresAt;
  private @Nullable Instant archivedAt;
  private @Nullable Instant finalizedAt;
  private @Nullable Long durationMs;
  private @Nullable TerminationReason reason;
  private @Nullable String reportedReason;
  private @Nullable OutcomeCategory outcome;
  private @Nullable String triggeredBy;
  private @Nullable String summary;
  private boolean memorySynced;
  private boolean hasRecording;
  private EvalSummary evalSummary = EvalSummary.empty();
  private Storing storing = Storing.FULL;
  private boolean anonymized;
  private long version = 1;
  private Map<String, BigDecimal> usage = Map.of();
  private @Nullable Disposition disposition;

  private SessionBuilder(UUID organizationId, UUID id, UUID endUserId) {
    this.organizationId = organizationId;
    this.id = id;
    this.endUserId = endUserId;
  }

  /** Begins a session. */
  public static SessionBuilder of(UUID organizationId, UUID id, UUID endUserId) {
    return new SessionBuilder(organizationId, id, endUserId);
  }

  /** Begins with every field of this session. */
  public static SessionBuilder of(Session session) {
    return new SessionBuilder(session);
  }

  private SessionBuilder(Session session) {
    this.organizationId = session.organizationId();
    this.id = session.id();
    this.endUserId = session.endUserId();
    this.channel = session.channel();
    this.sessionType = session.sessionType();
    this.status = session.status();
    this.statusText = session.statusText();
    this.priority = session.priority();
    this.metadata = session.metadata();
    this.contextVariables = session.contextVariables();
    this.messageCount = session.messageCount();
    this.userMessageCount = session.userMessageCount();
    this.createdAt = session.createdAt();
    this.startedAt = session.startedAt();
    this.updatedAt = session.updatedAt();
    this.statusSince = session.statusSince();
    this.lastActivityAt = session.lastActivityAt();
    this.memorySynced = session.memorySynced();
    this.hasRecording = session.hasRecording();
    this.evalSummary = session.evalSummary();
    this.storing = session.storing();
    this.anonymized = session.anonymized();
    this.version = session.version();
    this.origin = session.origin();
    this.externalRef = session.externalRef();
    this.subject = session.subject();
    this.assignedAgentId = session.assignedAgentId();
    this.retentionPolicyId = session.retentionPolicyId();
    this.previousSessionId = session.previousSessionId();
    this.supersededById = session.supersededById();
    this.firstMessageAt = session.firstMessageAt();
    this.lastMessageAt = session.lastMessageAt();
    this.rangAt = session.rangAt();
    this.activatedAt = session.activatedAt();
    this.handedOnAt = session.handedOnAt();
    this.endedAt = session.endedAt();
    this.closedAt = session.closedAt();
    this.ttlExpiresAt = session.ttlExpiresAt();
    this.retentionExpiresAt = session.retentionExpiresAt();
    this.archivedAt = session.archivedAt();
    this.finalizedAt = session.finalizedAt();
    this.durationMs = session.durationMs();
    this.reason = session.reason();
    this.reportedReason = session.reportedReason();
    this.outcome = session.outcome();
    this.triggeredBy = session.triggeredBy();
    this.summary = session.summary();
    this.usage = session.usage();
    this.disposition = session.disposition();
  }

  /** The end user whom it is with. */
  public SessionBuilder endUserId(UUID value) {
    this.endUserId = value;
    return this;
  }

  /** The channel, such as {@code voice}: 1 to 32 code points. */
  public SessionBuilder channel(String value) {
    this.channel = value;
    return this;
  }

  /** What it is for. */
  public SessionBuilder sessionType(SessionType value) {
    this.sessionType = value;
    return this;
  }

  /** The status; {@link SessionStatus#UNRECOGNIZED} where a newer version wrote it. */
  public SessionBuilder status(SessionStatus value) {
    this.status = value;
    this.statusText = value.wire();
    return this;
  }

  /** How urgent it is. */
  public SessionBuilder priority(Priority value) {
    this.priority = value;
    return this;
  }

  /** Which side began it. */
  public SessionBuilder origin(@Nullable Origin value) {
    this.origin = value;
    return this;
  }

  /** Its id in another system ({@code external_session_id}). */
  public SessionBuilder externalRef(@Nullable ExternalRef value) {
    this.externalRef = value;
    return this;
  }

  /** What it is about: at most 500 code points. */
  public SessionBuilder subject(@Nullable String value) {
    this.subject = value;
    return this;
  }

  /** The agent assigned to it. */
  public SessionBuilder assignedAgentId(@Nullable UUID value) {
    this.assignedAgentId = value;
    return this;
  }

  /** The retention policy chosen for it. */
  public SessionBuilder retentionPolicyId(@Nullable UUID value) {
    this.retentionPolicyId = value;
    return this;
  }

  /** The session that this one follows up. */
  public SessionBuilder previousSessionId(@Nullable UUID value) {
    this.previousSessionId = value;
    return this;
  }

  /** The session that took its place. */
  public SessionBuilder supersededById(@Nullable UUID value) {
    this.supersededById = value;
    return this;
  }

  /** What the host attached: plain JSON values, unmodifiable. */
  public SessionBuilder metadata(Map<String, Object> value) {
    this.metadata = value;
    return this;
  }

  /** The agent's variables: plain JSON values, unmodifiable. */
  public SessionBuilder contextVariables(Map<String, Object> value) {
    this.contextVariables = value;
    return this;
  }

  /** How many messages it holds. */
  public SessionBuilder messageCount(int value) {
    this.messageCount = value;
    return this;
  }

  /** How many of them are the user's. */
  public SessionBuilder userMessageCount(int value) {
    this.userMessageCount = value;
    return this;
  }

  /** When it was stored first. */
  public SessionBuilder createdAt(Instant value) {
    this.createdAt = value;
    return this;
  }

  /** When it started; never after {@code createdAt}. */
  public SessionBuilder startedAt(Instant value) {
    this.startedAt = value;
    return this;
  }

  /** When it was changed last. */
  public SessionBuilder updatedAt(Instant value) {
    this.updatedAt = value;
    return this;
  }

  /** When its first message was sent. */
  public SessionBuilder firstMessageAt(@Nullable Instant value) {
    this.firstMessageAt = value;
    return this;
  }

  /** When its last message was sent. */
  public SessionBuilder lastMessageAt(@Nullable Instant value) {
    this.lastMessageAt = value;
    return this;
  }

  /** When it first was ringing, by the store's clock. */
  public SessionBuilder rangAt(@Nullable Instant value) {
    this.rangAt = value;
    return this;
  }

  /** When it first was active, by the store's clock. */
  public SessionBuilder activatedAt(@Nullable Instant value) {
    this.activatedAt = value;
    return this;
  }

  /** Sets when it first was transferred. */
  public SessionBuilder handedOnAt(@Nullable Instant value) {
    this.handedOnAt = value;
    return this;
  }

  /** Since when it has its status, by the store's clock. */
  public SessionBuilder statusSince(Instant value) {
    this.statusSince = value;
    return this;
  }

  /** The last opening, message or move, by the store's clock. */
  public SessionBuilder lastActivityAt(Instant value) {
    this.lastActivityAt = value;
    return this;
  }

  /** When the conversation ended: as reported, else when the end was recorded. */
  public SessionBuilder endedAt(@Nullable Instant value) {
    this.endedAt = value;
    return this;
  }

  /** When the end was recorded. */
  public SessionBuilder closedAt(@Nullable Instant value) {
    this.closedAt = value;
    return this;
  }

  /** When a time limit would end it next; null where none applies. */
  public SessionBuilder ttlExpiresAt(@Nullable Instant value) {
    this.ttlExpiresAt = value;
    return this;
  }

  /** Until when it is kept after its end; null for ever. */
  public SessionBuilder retentionExpiresAt(@Nullable Instant value) {
    this.retentionExpiresAt = value;
    return this;
  }

  /** When an archive has acknowledged it. */
  public SessionBuilder archivedAt(@Nullable Instant value) {
    this.archivedAt = value;
    return this;
  }

  /** When its finalize chain finished. */
  public SessionBuilder finalizedAt(@Nullable Instant value) {
    this.finalizedAt = value;
    return this;
  }

  /** From start to end in milliseconds; never negative. */
  public SessionBuilder durationMs(@Nullable Long value) {
    this.durationMs = value;
    return this;
  }

  /** Why it ended; never null once it has. */
  public SessionBuilder reason(@Nullable TerminationReason value) {
    this.reason = value;
    return this;
  }

  /** The reason as it was reported, at most 1,000 code points. */
  public SessionBuilder reportedReason(@Nullable String value) {
    this.reportedReason = value;
    return this;
  }

  /** How it turned out; never null once it has ended. */
  public SessionBuilder outcome(@Nullable OutcomeCategory value) {
    this.outcome = value;
    return this;
  }

  /** Who or what ended it. */
  public SessionBuilder triggeredBy(@Nullable String value) {
    this.triggeredBy = value;
    return this;
  }

  /** The summary, once a finalize step has written one. */
  public SessionBuilder summary(@Nullable String value) {
    this.summary = value;
    return this;
  }

  /** Whether the memory of the end user has been updated. */
  public SessionBuilder memorySynced(boolean value) {
    this.memorySynced = value;
    return this;
  }

  /** Whether there is a recording. */
  public SessionBuilder hasRecording(boolean value) {
    this.hasRecording = value;
    return this;
  }

  /** The rollup of its eval runs. */
  public SessionBuilder evalSummary(EvalSummary value) {
    this.evalSummary = value;
    return this;
  }

  /** The version of the descriptive fields, counted from 1. */
  public SessionBuilder version(long value) {
    this.version = value;
    return this;
  }

  /** How much of the conversation is stored. */
  public SessionBuilder storing(Storing value) {
    this.storing = value;
    return this;
  }

  /** Whether texts and identities were removed. */
  public SessionBuilder anonymized(boolean value) {
    this.anonymized = value;
    return this;
  }

  /** What it has used, such as tokens or costs: sums by name. */
  public SessionBuilder usage(Map<String, BigDecimal> value) {
    this.usage = value;
    return this;
  }

  /** How it was dealt with, once that has been recorded. */
  public SessionBuilder disposition(@Nullable Disposition value) {
    this.disposition = value;
    return this;
  }

  /** The status exactly as it is stored; sets the status that it stands for. */
  public SessionBuilder statusText(String value) {
    this.statusText = value;
    this.status = SessionStatus.fromWire(value);
    return this;
  }

  /** The session. */
  public Session build() {
    return new Session(
        organizationId,
        id,
        endUserId,
        channel,
        sessionType,
        status,
        statusText,
        priority,
        origin,
        externalRef,
        subject,
        assignedAgentId,
        retentionPolicyId,
        previousSessionId,
        supersededById,
        metadata,
        contextVariables,
        messageCount,
        userMessageCount,
        createdAt,
        startedAt,
        updatedAt,
        firstMessageAt,
        lastMessageAt,
        rangAt,
        activatedAt,
        handedOnAt,
        statusSince,
        lastActivityAt,
        endedAt,
        closedAt,
        ttlExpiresAt,
        retentionExpiresAt,
        archivedAt,
        finalizedAt,
        durationMs,
        reason,
        reportedReason,
        outcome,
        triggeredBy,
        summary,
        memorySynced,
        hasRecording,
        evalSummary,
        storing,
        anonymized,
        version,
        usage,
        disposition);
  }
}
