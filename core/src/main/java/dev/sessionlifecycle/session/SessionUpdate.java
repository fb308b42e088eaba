package dev.sessionlifecycle.session;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.Priority;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a session. Null fields stay unchanged. Immutable: each method returns a changed copy.
 * All values are checked together when the update is applied, see {@link
 * OrganizationSessions#update(UUID, long, SessionUpdate)}.
 *
 * @param subject what it is about
 * @param metadata the metadata, as a whole
 * @param contextVariables the variables of the agent, as a whole
 * @param priority how urgent it is
 * @param assignedAgentId the agent assigned to it
 * @param retentionPolicyId the retention policy chosen for it
 * @param hasRecording whether there is a recording
 */
public record SessionUpdate(
    @Nullable FieldChange<String> subject,
    @Nullable Map<String, Object> metadata,
    @Nullable Map<String, Object> contextVariables,
    @Nullable Priority priority,
    @Nullable FieldChange<UUID> assignedAgentId,
    @Nullable FieldChange<UUID> retentionPolicyId,
    @Nullable Boolean hasRecording) {

  private static final SessionUpdate NOTHING =
      new SessionUpdate(null, null, null, null, null, null, null);

  /** Changes nothing, to begin with. */
  public static SessionUpdate nothing() {
    return NOTHING;
  }

  /** Also this subject: at most 500 code points; null for none. */
  public SessionUpdate withSubject(@Nullable String value) {
    return with(new SessionUpdate(new FieldChange<>(value), null, null, null, null, null, null));
  }

  /** Also these metadata in place of all others; bounds as in {@link SessionRequest#metadata}. */
  public SessionUpdate withMetadata(Map<String, Object> value) {
    return with(
        new SessionUpdate(
            null, Validator.require("metadata", value), null, null, null, null, null));
  }

  /** Also these variables of the agent in place of all others; bounds as for metadata. */
  public SessionUpdate withContextVariables(Map<String, Object> value) {
    return with(
        new SessionUpdate(
            null, null, Validator.require("context_variables", value), null, null, null, null));
  }

  /** Also this priority. */
  public SessionUpdate withPriority(Priority value) {
    return with(
        new SessionUpdate(
            null, null, null, Validator.require("priority", value), null, null, null));
  }

  /** Also this assigned agent; null for none. */
  public SessionUpdate withAssignedAgent(@Nullable UUID value) {
    return with(new SessionUpdate(null, null, null, null, new FieldChange<>(value), null, null));
  }

  /**
   * Also this retention policy of the organization; null for the organization's default. How long
   * an ended session is kept was stamped at its end, and is stamped anew only by a re-stamping.
   */
  public SessionUpdate withRetentionPolicy(@Nullable UUID value) {
    return with(new SessionUpdate(null, null, null, null, null, new FieldChange<>(value), null));
  }

  /** Also that there is a recording. */
  public SessionUpdate withRecording() {
    return with(new SessionUpdate(null, null, null, null, null, null, true));
  }

  /** Also that there is no recording. */
  public SessionUpdate withoutRecording() {
    return with(new SessionUpdate(null, null, null, null, null, null, false));
  }

  /** Returns a copy with the changes of another update as well. */
  private SessionUpdate with(SessionUpdate other) {
    return new SessionUpdate(
        other.subject == null ? subject : other.subject,
        other.metadata == null ? metadata : other.metadata,
        other.contextVariables == null ? contextVariables : other.contextVariables,
        other.priority == null ? priority : other.priority,
        other.assignedAgentId == null ? assignedAgentId : other.assignedAgentId,
        other.retentionPolicyId == null ? retentionPolicyId : other.retentionPolicyId,
        other.hasRecording == null ? hasRecording : other.hasRecording);
  }

  /** Whether an ended session takes it: the recording flag and the retention policy alone. */
  public boolean isForEndedSessions() {
    return subject == null
        && metadata == null
        && contextVariables == null
        && priority == null
        && assignedAgentId == null;
  }

  /** Contains no content of the session. */
  @Override
  public String toString() {
    return "SessionUpdate[isForEndedSessions=" + isForEndedSessions() + "]";
  }
}
