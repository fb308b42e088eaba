package dev.sessionlifecycle.store.jdbc;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Durations as databases reckon with them. */
final class Micros {
  /** About 285 years: more would leave the range of a long when added to a time. */
  private static final Duration MOST = Duration.ofDays(104_000);

  private Micros() {}

  static long of(Duration duration) {
    Duration bounded = duration.compareTo(MOST) > 0 ? MOST : duration;
    return bounded.isNegative() ? 0 : bounded.toNanos() / 1_000;
  }

  static Duration toDuration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
