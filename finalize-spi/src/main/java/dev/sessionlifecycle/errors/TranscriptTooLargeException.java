package dev.sessionlifecycle.errors;

/** Thrown to a step that asks for a transcript as a whole which is too large for that. */
public final class TranscriptTooLargeException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /** The code, and the label under which a step is parked. */
  public static final String CODE = "transcript_too_large";

  /**
   * Creates the exception.
   *
   * @param bytes the most bytes of a transcript that a step is given whole
   */
  public TranscriptTooLargeException(long bytes) {
    super(CODE, "the transcript has more than " + bytes + " bytes; read it in pages", null);
  }
}
