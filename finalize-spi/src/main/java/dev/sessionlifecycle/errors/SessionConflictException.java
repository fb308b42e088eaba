package dev.sessionlifecycle.errors;

/**
 * Thrown if a request conflicts with what is stored: a message id that is used for other content, a
 * session id that is taken, a version that is out of date, a status of a newer version of the
 * library. An HTTP API should map it to 409.
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
