package dev.sessionlifecycle.errors;

/**
 * Thrown if an archived session is read whole that is too large for the heap of this process. It is
 * intact, and erasures reach it.
 */
public final class ArchivedSessionTooLargeException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /** The code. */
  public static final String CODE = "archived_session_too_large";

  /**
   * Creates the exception.
   *
   * @param bytes the most bytes of a session that are read with this heap
   */
  public ArchivedSessionTooLargeException(long bytes) {
    super(
        CODE,
        "the archived session has more than " + bytes + " bytes; read it with a larger heap",
        null);
  }
}
