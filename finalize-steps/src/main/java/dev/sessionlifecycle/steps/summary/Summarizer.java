package dev.sessionlifecycle.steps.summary;

/** Writes the summary of a session. Called by several threads at once. */
@FunctionalInterface
public interface Summarizer {

  /**
   * Returns a summary of the session.
   *
   * @return the summary; blank if there is nothing to say
   * @throws SummaryRefusedException if this session cannot be summarized and retrying is pointless
   * @throws Exception if it failed and should be retried
   */
  String summarize(SummaryRequest request) throws Exception;
}
