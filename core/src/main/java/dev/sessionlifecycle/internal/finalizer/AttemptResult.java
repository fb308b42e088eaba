package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.ChainState.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt: what the step returned, or how the attempt failed.
 *
 * @param kind the recorded result, unless it parks the step
 * @param label the step's own label or the reason for a failure, without content
 * @param delay how long to wait before the next attempt, if the step asked for a delay
 * @param effects what to write if the step is done; within the limits
 */
record AttemptResult(Result kind, @Nullable String label, Duration delay, Effects effects) {

  /** The attempt took too long. */
  static final AttemptResult TIMEOUT = failed("timeout");

  /** The attempt was given up because the finalizer stopped. */
  static final AttemptResult STOPPED = failed("stopped");

  /** The store could not be read for the step: not recorded, and not counted. */
  static final AttemptResult STORE_FAILED = failed("store_failed");

  /** The store refused the effects. */
  static final AttemptResult EFFECTS_REFUSED = failed("effects_refused");

  /** The node died or lost its lease before the result was written. */
  static final AttemptResult LOST = of(Result.LOST, "lost");

  static AttemptResult done(Effects effects) {
    return new AttemptResult(Result.DONE, null, Duration.ZERO, effects);
  }

  static AttemptResult skipped(String label) {
    return of(Result.SKIPPED, label);
  }

  static AttemptResult retryLater(Duration delay, String label) {
    return new AttemptResult(Result.RETRY, label, delay, Effects.none());
  }

  static AttemptResult rejected(String label) {
    return of(Result.PARKED, label);
  }

  static AttemptResult failed(String label) {
    return of(Result.FAILED, label);
  }

  private static AttemptResult of(Result kind, String label) {
    return new AttemptResult(kind, label, Duration.ZERO, Effects.none());
  }

  boolean hasEffects() {
    return !effects.isEmpty();
  }

  /** Returns how it is recorded once the step has this phase: the last failure parks the step. */
  Result recordedAs(Phase phase) {
    return phase == Phase.PARKED ? Result.PARKED : kind;
  }
}
