package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rollup of the eval runs that targeted a session.
 *
 * <p>Fields and formula follow Feather's "Close a v2 conversation" operation.
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

  /** The rollup of these runs. */
  public static EvalSummary of(List<EvalRun> runs) {
    Validator.require("runs", runs);
    EvalSummary summary = EMPTY;
    for (EvalRun run : runs) {
      summary = summary.replacing(null, run);
    }
    return summary;
  }

  /**
   * The rollup after a run has changed.
   *
   * @param before the run as it is counted here; null for a new one
   * @param after the run as it stands
   */
  public EvalSummary replacing(@Nullable EvalRun before, EvalRun after) {
    Validator.require("after", after);
    return (before == null ? this : counting(before, -1)).counting(after, 1);
  }

  private EvalSummary counting(EvalRun run, int by) {
    int isSuccess = run.hasSucceeded() ? by : 0;
    int isPending = run.isPending() ? by : 0;
    int isFailure = by - isSuccess - isPending;
    int critical = run.critical() ? 1 : 0;
    return new EvalSummary(
        total + by,
        succeeded + isSuccess,
        failed + isFailure,
        pending + isPending,
        criticalTotal + critical * by,
        criticalSucceeded + critical * isSuccess,
        criticalFailed + critical * isFailure,
        criticalPending + critical * isPending);
  }

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
