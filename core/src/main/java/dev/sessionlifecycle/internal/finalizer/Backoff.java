package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.StepOptions;
import java.time.Duration;

/** The pause after a failed attempt: exponential, capped, with full jitter. */
final class Backoff {
  private Backoff() {}

  /**
   * Returns the pause.
   *
   * @param attempt the number of the failed attempt, from 1
   * @param random from 0 (inclusive) to 1 (exclusive)
   */
  static Duration pause(StepOptions options, int attempt, double random) {
    Duration longest = longest(options, attempt);
    return Duration.ofNanos((long) (longest.toNanos() * random));
  }

  /** Returns the upper bound of the pause. */
  static Duration longest(StepOptions options, int attempt) {
    long cap = options.maxBackoff().toNanos();
    long pause = Math.min(options.backoff().toNanos(), cap);
    for (int i = 1; i < attempt && pause > 0 && pause < cap; i++) {
      // The cap is at most 30 days, so twice any lower value fits into a long.
      pause = Math.min(2 * pause, cap);
    }
    return Duration.ofNanos(pause);
  }
}
