package dev.sessionlifecycle;

import java.time.Duration;

/**
 * How housekeeping goes on by itself.
 *
 * @param every how long it rests when nothing more is due: 1 ms to 1 day
 * @param batch the most sessions of a run: 1 to 100,000
 */
public record HousekeepingOptions(Duration every, int batch) {
  private static final HousekeepingOptions DEFAULTS =
      new HousekeepingOptions(Duration.ofSeconds(5), 1_000);

  /** Checks the bounds. */
  public HousekeepingOptions {
    if (every.compareTo(Duration.ofMillis(1)) < 0 || every.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("every must be between 1 ms and 1 day");
    }
    if (batch < 1 || batch > 100_000) {
      throw new IllegalArgumentException("batch must be between 1 and 100000");
    }
  }

  /** Every 5 s, 1,000 sessions a run. */
  public static HousekeepingOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another rest. */
  public HousekeepingOptions every(Duration value) {
    return new HousekeepingOptions(value, batch);
  }

  /** The same with another batch. */
  public HousekeepingOptions batch(int value) {
    return new HousekeepingOptions(every, value);
  }
}
