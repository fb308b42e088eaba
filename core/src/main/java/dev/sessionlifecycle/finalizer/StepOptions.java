package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.spi.ChainState;
import java.time.Duration;

/**
 * How one step is run.
 *
 * @param attempts how many attempts it has before it is parked: 1 to 1,000,000; 10 by default
 * @param backoff the pause after the first failure, doubled after each further one, of which a
 *     random part is waited (full jitter): from zero to 30 days; 1 second by default
 * @param maxBackoff the longest pause: from zero to 30 days; 1 hour by default
 * @param timeout how long an attempt may take before it counts as failed: from 1 millisecond to 7
 *     days; 5 minutes by default. The thread is not interrupted, it may be inside a database
 * @param maxConcurrent how many attempts of this step run at once in one started finalizer: 1 or
 *     more; unlimited by default
 */
public record StepOptions(
    int attempts, Duration backoff, Duration maxBackoff, Duration timeout, int maxConcurrent) {
  private static final Duration LONGEST_PAUSE = Duration.ofDays(30);
  private static final StepOptions DEFAULTS =
      new StepOptions(
          10, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMinutes(5), Integer.MAX_VALUE);

  /** Checks the bounds, all of them at once. */
  public StepOptions {
    Validator validator = new Validator();
    validator.range("attempts", attempts, 1, ChainState.MAX_ATTEMPTS);
    validator.range("backoff", backoff, Duration.ZERO, LONGEST_PAUSE);
    validator.range("max_backoff", maxBackoff, Duration.ZERO, LONGEST_PAUSE);
    validator.range("timeout", timeout, Duration.ofMillis(1), Duration.ofDays(7));
    validator.atLeastOne("max_concurrent", maxConcurrent);
    validator.throwIfInvalid();
  }

  /** The defaults. */
  public static StepOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a copy with this many attempts: 1 to 1,000,000. */
  public StepOptions withAttempts(int value) {
    return new StepOptions(value, backoff, maxBackoff, timeout, maxConcurrent);
  }

  /** Returns a copy with these pauses. */
  public StepOptions withBackoff(Duration first, Duration longest) {
    return new StepOptions(attempts, first, longest, timeout, maxConcurrent);
  }

  /** Returns a copy with this timeout. */
  public StepOptions withTimeout(Duration value) {
    return new StepOptions(attempts, backoff, maxBackoff, value, maxConcurrent);
  }

  /** Returns a copy with this many attempts at once. */
  public StepOptions withMaxConcurrent(int value) {
    return new StepOptions(attempts, backoff, maxBackoff, timeout, value);
  }
}
