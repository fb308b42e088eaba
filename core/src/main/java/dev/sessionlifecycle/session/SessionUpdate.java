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
    return new SessionUpdate(
        new FieldChange<>(value),
        metadata,
        contextVariables,
        priority,
        assignedAgentId,
        retentionPolicyId,
        hasRecording);
  }

  /** Also these metadata in place of all others; bounds as in {@link SessionRequest#metadata}. */
  public SessionUpdate withMetadata(Map<String, Object> value) {
    return new SessionUpdate(
        subject,
        Validator.require("metadata", value),
        contextVariables,
        priority,
        assignedAgentId,
        retentionPolicyId,
        hasRecording);
  }

  /** Also these variables of the agent in place of all others; bounds as for metadata. */
  public SessionUpdate withContextVariables(Map<String, Object> value) {
    return new SessionUpdate(
        subject,
        metadata,
        Validator.require("context_variables", value),
        priority,
        assignedAgentId,
        retentionPolicyId,
        hasRecording);
  }

  /** Also this priority. */
  public SessionUpdate withPriority(Priority value) {
    return new SessionUpdate(
        subject,
        metadata,
        contextVariables,
        Validator.require("priority", value),
        assignedAgentId,
        retentionPolicyId,
        hasRecording);
  }

  /** Also this assigned agent; null for none. */
  public SessionUpdate withAssignedAgent(@Nullable UUID value) {
    return new SessionUpdate(
        subject,
        metadata,
        contextVariables,
        priority,
        new FieldChange<>(value),
        retentionPolicyId,
        hasRecording);
  }

  /**
   * Also this retention policy of the organization; null for the organization's default. How long
   * an ended session is kept was stamped at its end, and is stamped anew only by a re-stamping.
   */
  public SessionUpdate withRetentionPolicy(@Nullable UUID value) {
    return new SessionUpdate(
        subject,
        metadata,
        contextVariables,
        priority,
        assignedAgentId,
        new FieldChange<>(value),
        hasRecording);
  }

  /** Also whether there is a recording. */
  public SessionUpdate withRecording(boolean value) {
    return new SessionUpdate(
        subject, metadata, contextVariables, priority, assignedAgentId, retentionPolicyId, value);
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
