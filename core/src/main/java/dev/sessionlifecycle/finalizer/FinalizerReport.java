package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * What one call of {@link Finalizer#runDue} did. Everything counted here is committed, but for what
 * was refused.
 *
 * @param claimed chains that were claimed
 * @param finished chains that finished
 * @param done steps done
 * @param skipped steps that had nothing to do
 * @param retried attempts that failed, or asked for a later one, and will be made again
 * @param parked steps that were parked
 * @param refused outcomes that were dropped: steps that returned after their timeout, which counts
 *     among those retried or parked too, and chains that had something to write when their lease
 *     was lost
 */
public record FinalizerReport(
    int claimed, int finished, int done, int skipped, int retried, int parked, int refused) {
  private static final FinalizerReport NOTHING = new FinalizerReport(0, 0, 0, 0, 0, 0, 0);

  /** Nothing was due. */
  public static FinalizerReport nothing() {
    return NOTHING;
  }

  /** Both together. */
  public FinalizerReport plus(FinalizerReport other) {
    Validator.require("other", other);
    return new FinalizerReport(
        claimed + other.claimed,
        finished + other.finished,
        done + other.done,
        skipped + other.skipped,
        retried + other.retried,
        parked + other.parked,
        refused + other.refused);
  }
}
