package dev.sessionlifecycle.steps.summary;

/**
 * Writes the summary of a session. One method, so that any engine can stand behind it. Called by
 * several threads at once.
 */
@FunctionalInterface
public interface Summarizer {

  /**
   * Summarizes.
   *
   * @return the summary; blank where there is nothing to say
   * @throws SummaryRefusedException where this session will not be summarized, however often one
   *     asks
   * @throws Exception to be asked again later
   */
  String summarize(SummaryRequest request) throws Exception;
}
