package dev.sessionlifecycle.errors;

/**
 * What was asked for contradicts what is stored: a message id that stands for another content, a
 * session id that is taken, a version that has moved on, a status of a newer version of the
 * library. A host maps it to 409.
 */
public final class SessionConflictException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the conflict.
   *
   * @param code the stable name, such as {@code message_conflict}
   */
  public SessionConflictException(String code, String message) {
    super(code, message, null);
  }
}
