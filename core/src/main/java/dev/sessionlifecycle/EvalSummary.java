package dev.sessionlifecycle;

/**
 * Rollup of the eval runs that targeted a session.
 *
 * <p>Source of fields and formula: the Feather page "Close a v2 conversation".
 *
 * @param total all runs
 * @param succeeded completed runs whose every score has passed
 * @param failed total less succeeded less pending
 * @param pending runs queued or running
 * @param criticalTotal the runs marked as critical
 * @param criticalSucceeded the critical ones among the succeeded
 * @param criticalFailed the critical ones among the failed
 * @param criticalPending the critical ones among the pending
 */
public record EvalSummary(
    int total,
    int succeeded,
    int failed,
    int pending,
    int criticalTotal,
    int criticalSucceeded,
    int criticalFailed,
    int criticalPending) {

  private static final EvalSummary EMPTY = new EvalSummary(0, 0, 0, 0, 0, 0, 0, 0);

  /** No runs. */
  public static EvalSummary empty() {
    return EMPTY;
  }

  /**
   * The headline, from the critical counts alone: {@code none} where there are none, else {@code
   * failed} before {@code pending} before {@code passed}.
   */
  public String evalStatus() {
    if (criticalTotal == 0) {
      return "none";
    }
    if (criticalFailed > 0) {
      return "failed";
    }
    return criticalPending > 0 ? "pending" : "passed";
  }
}
