package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;

/**
 * A turn, as the handler gets it.
 *
 * @param organizationId the organization
 * @param sessionId the session
 * @param turnId the turn
 * @param text what the user says
 */
public record TurnContext(UUID organizationId, UUID sessionId, UUID turnId, String text) {
  /** Checks that nothing is missing. */
  public TurnContext {
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    Validator.require("turn_id", turnId);
    Validator.require("text", text);
  }

  /** Contains the turn id, never the text. */
  @Override
  public String toString() {
    return "TurnContext[sessionId=" + sessionId + ", turnId=" + turnId + "]";
  }
}
