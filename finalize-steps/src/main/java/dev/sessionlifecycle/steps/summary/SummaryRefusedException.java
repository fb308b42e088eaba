package dev.sessionlifecycle.steps.summary;

/** Thrown if the summarizer refuses to summarize a session and retrying is pointless. */
public class SummaryRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a refusal.
   *
   * @param message the reason, without any of the conversation
   */
  public SummaryRefusedException(String message) {
    super(message);
  }
}
