package dev.sessionlifecycle.runtime;

import java.util.Objects;
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
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(turnId, "turnId");
    Objects.requireNonNull(text, "text");
  }

  /** Contains the turn id, never the text. */
  @Override
  public String toString() {
    return "TurnContext[sessionId=" + sessionId + ", turnId=" + turnId + "]";
  }
}
