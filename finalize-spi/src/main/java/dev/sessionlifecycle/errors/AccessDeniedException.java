package dev.sessionlifecycle.errors;

/** A read-only view was asked to write. A host maps it to 403. */
public final class AccessDeniedException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /** Names what was asked for. */
  public AccessDeniedException(String operation) {
    super("access_denied", "this view is read-only: " + operation + " needs write access", null);
  }
}
