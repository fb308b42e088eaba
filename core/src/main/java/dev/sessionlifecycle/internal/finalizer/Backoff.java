package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.StepOptions;
import java.time.Duration;

/**
 * The pause after a failed attempt: doubled each time, capped, of which a random part is waited.
 */
final class Backoff {
  private Backoff() {}

  /**
   * The pause.
   *
   * @param attempt the attempt that failed, counted from 1
   * @param random from 0, included, to 1, excluded
   */
  static Duration pause(StepOptions options, int attempt, double random) {
    Duration longest = longest(options, attempt);
    return Duration.ofNanos((long) (longest.toNanos() * random));
  }

  /** What the pause is a random part of. */
  static Duration longest(StepOptions options, int attempt) {
    long cap = options.maxBackoff().toNanos();
    long pause = Math.min(options.backoff().toNanos(), cap);
    for (int i = 1; i < attempt && pause > 0 && pause < cap; i++) {
      // The cap is 30 days at most: twice of anything below it fits into a long.
      pause = Math.min(2 * pause, cap);
    }
    return Duration.ofNanos(pause);
  }
}
