package dev.sessionlifecycle.errors;

import java.util.UUID;

/**
 * Thrown if the session does not exist in this organization. A session of another organization gets
 * the same message: the two cases are indistinguishable. An HTTP API should map it to 404.
 */
public final class SessionNotFoundException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final UUID sessionId;

  /** Names the requested id. */
  public SessionNotFoundException(UUID sessionId) {
    super("session_not_found", "there is no session " + sessionId, null);
    this.sessionId = sessionId;
  }

  private SessionNotFoundException() {
    super("session_not_found", "there is no such session", null);
    this.sessionId = new UUID(0, 0);
  }

  /** For a value that is not a valid id; {@link #sessionId()} is then the nil UUID. */
  public static SessionNotFoundException unreadable() {
    return new SessionNotFoundException();
  }

  /** The requested id. */
  public UUID sessionId() {
    return sessionId;
  }
}
