package dev.sessionlifecycle.benchmarks.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The system clock plus a configurable offset. */
final class SkewedClock implements InstantSource {
  private final InstantSource real = InstantSource.system();
  private final AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return real.instant().plus(off.get());
  }

  void set(Duration value) {
    off.set(value);
  }
}
