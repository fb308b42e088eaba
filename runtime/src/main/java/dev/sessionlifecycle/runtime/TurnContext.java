package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import java.util.UUID;

/**
 * A turn, as the handler gets it.
 *
 * @param organizationId the organization
 * @param sessionId the session
 * @param turnId the turn
 * @param text what the user says
 * @param sessionStatus the status of the session as the turn began: where a human has taken over
 *     ({@link SessionStatus#WAITING_FOR_HUMAN}, {@link SessionStatus#TRANSFERRED}), a handler that
 *     returns {@link TurnReply#silent()} keeps what the user says without answering
 */
public record TurnContext(
    UUID organizationId, UUID sessionId, UUID turnId, String text, SessionStatus sessionStatus) {
  /** Checks that nothing is missing. */
  public TurnContext {
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    Validator.require("turn_id", turnId);
    Validator.require("text", text);
    Validator.require("session_status", sessionStatus);
  }

  /** Contains the turn id, never the text. */
  @Override
  public String toString() {
    return "TurnContext[sessionId=" + sessionId + ", turnId=" + turnId + "]";
  }
}
