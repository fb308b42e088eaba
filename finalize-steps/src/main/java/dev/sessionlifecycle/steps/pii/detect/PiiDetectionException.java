package dev.sessionlifecycle.steps.pii.detect;

/** A detector could not examine a text. The message never holds any of that text. */
public class PiiDetectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure without a cause.
   *
   * @param message what failed; must not hold any of the text
   */
  public PiiDetectionException(String message) {
    super(message);
  }

  /**
   * A failure with its cause.
   *
   * @param message what failed; must not hold any of the text
   * @param cause why
   */
  public PiiDetectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
