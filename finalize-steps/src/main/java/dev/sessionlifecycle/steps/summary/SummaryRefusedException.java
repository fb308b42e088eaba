package dev.sessionlifecycle.steps.summary;

/** The engine declines to summarize this session; asking again is pointless. */
public class SummaryRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message why, without any of the conversation
   */
  public SummaryRefusedException(String message) {
    super(message);
  }
}
