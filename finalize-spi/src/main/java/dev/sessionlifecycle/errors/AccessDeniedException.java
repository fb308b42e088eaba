package dev.sessionlifecycle.errors;

/** Thrown if a read-only view is asked to write. An HTTP API should map it to 403. */
public final class AccessDeniedException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /** Names the requested operation. */
  public AccessDeniedException(String operation) {
    super("access_denied", "this view is read-only: " + operation + " needs write access", null);
  }
}
