package dev.sessionlifecycle.verification.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A manual clock for the store, the business time and the ticks of the finalizer. */
final class TestClock implements InstantSource {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @Override
  public Instant instant() {
    return now.get();
  }

  void advance(Duration by) {
    now.updateAndGet(it -> it.plus(by));
  }

  long ticks() {
    return Duration.between(START, now.get()).toNanos();
  }
}
