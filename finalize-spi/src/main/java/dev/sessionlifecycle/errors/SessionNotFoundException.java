package dev.sessionlifecycle.errors;

import java.util.UUID;

/**
 * There is no such session in this organization. A session of another organization is answered in
 * the same words: the two cannot be told apart. A host maps it to 404.
 */
public final class SessionNotFoundException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final UUID sessionId;

  /** Names the id that was asked for. */
  public SessionNotFoundException(UUID sessionId) {
    super("session_not_found", "there is no session " + sessionId, null);
    this.sessionId = sessionId;
  }

  private SessionNotFoundException() {
    super("session_not_found", "there is no such session", null);
    this.sessionId = new UUID(0, 0);
  }

  /** For what was given as an id and is none; {@link #sessionId()} is the nil UUID then. */
  public static SessionNotFoundException unreadable() {
    return new SessionNotFoundException();
  }

  /** The id that was asked for. */
  public UUID sessionId() {
    return sessionId;
  }
}
