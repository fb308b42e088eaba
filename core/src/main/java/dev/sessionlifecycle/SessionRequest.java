package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.session.TriggeredBy;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session to be opened. Immutable. The values are checked when it is opened, all at once, see
 * {@link OrganizationSessions#open(SessionRequest)}.
 */
public final class SessionRequest {
  /** The channel if none is named. */
  public static final String DEFAULT_CHANNEL = "api";

  private final UUID endUserId;
  private @Nullable UUID id;
  private String channel;
  private SessionType sessionType = SessionType.LIVE;
  private SessionStatus status = SessionStatus.ACTIVE;
  private Priority priority = Priority.NORMAL;
  private @Nullable Origin origin;
  private OpenPolicy policy = OpenPolicy.ALWAYS_NEW;
  private @Nullable ExternalRef externalRef;
  private @Nullable String subject;
  private @Nullable UUID assignedAgentId;
  private @Nullable UUID retentionPolicyId;
  private @Nullable UUID previousSessionId;
  private Map<String, Object> metadata = Map.of();
  private Map<String, Object> contextVariables = Map.of();
  private @Nullable Instant startedAt;
  private String triggeredBy = TriggeredBy.API;
  private Storing storing = Storing.FULL;

  private SessionRequest(String channel, UUID endUserId) {
    this.channel = Validator.require("channel", channel);
    this.endUserId = Validator.require("end_user_id", endUserId);
  }

  private SessionRequest(SessionRequest other) {
    this.endUserId = other.endUserId;
    this.id = other.id;
    this.channel = other.channel;
    this.sessionType = other.sessionType;
    this.status = other.status;
    this.priority = other.priority;
    this.origin = other.origin;
    this.policy = other.policy;
    this.externalRef = other.externalRef;
    this.subject = other.subject;
    this.assignedAgentId = other.assignedAgentId;
    this.retentionPolicyId = other.retentionPolicyId;
    this.previousSessionId = other.previousSessionId;
    this.metadata = other.metadata;
    this.contextVariables = other.contextVariables;
    this.startedAt = other.startedAt;
    this.triggeredBy = other.triggeredBy;
    this.storing = other.storing;
  }

  /** A session with this end user on this channel. */
  public static SessionRequest on(String channel, UUID endUserId) {
    return new SessionRequest(channel, endUserId);
  }

  /** A session with this end user on the channel {@code api}. */
  public static SessionRequest with(UUID endUserId) {
    return new SessionRequest(DEFAULT_CHANNEL, endUserId);
  }

  private SessionRequest copy(Consumer<SessionRequest> change) {
    SessionRequest copy = new SessionRequest(this);
    change.accept(copy);
    return copy;
  }

  /** Returns a copy that was started by the end user. */
  public SessionRequest inbound() {
    return withOrigin(Origin.INBOUND);
  }

  /** Returns a copy that was started by your side. */
  public SessionRequest outbound() {
    return withOrigin(Origin.OUTBOUND);
  }

  /**
   * Returns a copy with this session id. Opening it again returns the existing session, so a start
   * may be reported twice.
   */
  public SessionRequest withId(UUID value) {
    return copy(it -> it.id = Validator.require("id", value));
  }

  /** Returns a copy for this purpose; {@code live} is the default. */
  public SessionRequest withSessionType(SessionType value) {
    return copy(it -> it.sessionType = Validator.require("session_type", value));
  }

  /** Returns a copy beginning as queued, ringing or active (the default). */
  public SessionRequest withStatus(SessionStatus value) {
    return copy(it -> it.status = Validator.require("status", value));
  }

  /** Returns a copy with this priority; {@code normal} is the default. */
  public SessionRequest withPriority(Priority value) {
    return copy(it -> it.priority = Validator.require("priority", value));
  }

  /** Returns a copy that was started by this side. */
  public SessionRequest withOrigin(Origin value) {
    return copy(it -> it.origin = Validator.require("origin", value));
  }

  /** Returns a copy with this policy for a session that is already live. */
  public SessionRequest withOpenPolicy(OpenPolicy value) {
    return copy(it -> it.policy = Validator.require("policy", value));
  }

  /** Returns a copy with its id in another system, unique within the organization. */
  public SessionRequest withExternalRef(ExternalRef value) {
    return copy(it -> it.externalRef = Validator.require("external_ref", value));
  }

  /** Returns a copy with this subject: at most 500 code points. */
  public SessionRequest withSubject(String value) {
    return copy(it -> it.subject = Validator.require("subject", value));
  }

  /** Returns a copy assigned to this agent. */
  public SessionRequest withAssignedAgent(UUID value) {
    return copy(it -> it.assignedAgentId = Validator.require("assigned_agent_id", value));
  }

  /** Returns a copy under this retention policy of the organization. */
  public SessionRequest withRetentionPolicy(UUID value) {
    return copy(it -> it.retentionPolicyId = Validator.require("retention_policy_id", value));
  }

  /** Returns a copy that follows up this session: an ended session never reopens. */
  public SessionRequest followUpTo(UUID value) {
    return copy(it -> it.previousSessionId = Validator.require("previous_session_id", value));
  }

  /**
   * Returns a copy with these metadata: plain JSON values, at most 64 KiB encoded, at most 16
   * levels. A number has to be an integer of 64 bits, or to be exactly what a double can hold; give
   * any other, such as a long {@code BigDecimal}, as a string.
   */
  public SessionRequest withMetadata(Map<String, Object> value) {
    return copy(it -> it.metadata = Validator.require("metadata", value));
  }

  /** Returns a copy with these variables of the agent; bounds as for metadata. */
  public SessionRequest withContextVariables(Map<String, Object> value) {
    return copy(it -> it.contextVariables = Validator.require("context_variables", value));
  }

  /** Returns a copy started at this time; one in the future counts as now. */
  public SessionRequest withStartedAt(Instant value) {
    return copy(it -> it.startedAt = Validator.require("started_at", value));
  }

  /** Returns a copy that was opened by this: 1 to 64 code points. */
  public SessionRequest withTriggeredBy(String value) {
    return copy(it -> it.triggeredBy = Validator.require("triggered_by", value));
  }

  /**
   * Returns a copy of which this much is stored; everything is the default. With {@link
   * Storing#SCRUBBED_ON_WRITE} the lifecycle needs a scrubber, see {@link
   * SessionLifecycleBuilder#inputScrubber}. With both modes but {@link Storing#FULL}, an external
   * id must hold no personal data, a reported reason is stored as the name of the reason that it
   * is, and who or what triggered something as one of the usual words of {@link TriggeredBy}.
   *
   * <p>A session that takes the place of another stores no more than that one did.
   */
  public SessionRequest withStoring(Storing value) {
    return copy(it -> it.storing = Validator.require("storing", value));
  }

  /** The end user. */
  public UUID endUserId() {
    return endUserId;
  }

  /** The id that was given, if any. */
  public @Nullable UUID id() {
    return id;
  }

  /** The channel. */
  public String channel() {
    return channel;
  }

  /** The purpose. */
  public SessionType sessionType() {
    return sessionType;
  }

  /** The status to begin with. */
  public SessionStatus status() {
    return status;
  }

  /** The priority. */
  public Priority priority() {
    return priority;
  }

  /** The side that began it, if known. */
  public @Nullable Origin origin() {
    return origin;
  }

  /** What to do about a live one. */
  public OpenPolicy policy() {
    return policy;
  }

  /** The id in another system, if any. */
  public @Nullable ExternalRef externalRef() {
    return externalRef;
  }

  /** The subject, if any. */
  public @Nullable String subject() {
    return subject;
  }

  /** The assigned agent, if any. */
  public @Nullable UUID assignedAgentId() {
    return assignedAgentId;
  }

  /** The retention policy chosen, if any. */
  public @Nullable UUID retentionPolicyId() {
    return retentionPolicyId;
  }

  /** The session it follows up, if any. */
  public @Nullable UUID previousSessionId() {
    return previousSessionId;
  }

  /** The metadata. */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /** The variables of the agent. */
  public Map<String, Object> contextVariables() {
    return contextVariables;
  }

  /** When it started; null for now. */
  public @Nullable Instant startedAt() {
    return startedAt;
  }

  /** Who or what opens it. */
  public String triggeredBy() {
    return triggeredBy;
  }

  /** How much is stored. */
  public Storing storing() {
    return storing;
  }

  /** Names the session, never its content. */
  @Override
  public String toString() {
    return "SessionRequest[id=" + id + ", endUserId=" + endUserId + ", channel=" + channel + "]";
  }
}
