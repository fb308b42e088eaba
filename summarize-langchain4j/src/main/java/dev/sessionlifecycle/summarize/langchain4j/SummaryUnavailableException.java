package dev.sessionlifecycle.summarize.langchain4j;

/** Thrown if the model gave no response, or none in time. The request may be retried. */
public class SummaryUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what went wrong, without any of the conversation
   */
  public SummaryUnavailableException(String message) {
    super(message);
  }
}
