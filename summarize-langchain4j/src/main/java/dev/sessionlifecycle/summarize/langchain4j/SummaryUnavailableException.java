package dev.sessionlifecycle.summarize.langchain4j;

/** The model gave no answer, or none in time; it may be asked again. */
public class SummaryUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * What went wrong.
   *
   * @param message without any of the conversation
   */
  public SummaryUnavailableException(String message) {
    super(message);
  }
}
