package dev.sessionlifecycle.steps.pii.detect;

/** Thrown if a detector could not examine a text. The message never contains any of the text. */
public class PiiDetectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception without a cause.
   *
   * @param message what failed; must not contain any of the text
   */
  public PiiDetectionException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed; must not contain any of the text
   * @param cause the cause
   */
  public PiiDetectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
