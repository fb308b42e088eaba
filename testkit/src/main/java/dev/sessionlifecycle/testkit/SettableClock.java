package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it forwards or backwards. Thread-safe. */
public final class SettableClock implements InstantSource {
  /** The initial time of {@link #create()}: 2026-01-01T00:00:00Z. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now;

  private SettableClock(Instant start) {
    this.now = start;
  }

  /** Creates a clock set to {@link #START}. */
  public static SettableClock create() {
    return new SettableClock(START);
  }

  /** Creates a clock set to this time. */
  public static SettableClock at(Instant start) {
    return new SettableClock(Validator.require("start", start));
  }

  @Override
  public Instant instant() {
    return now;
  }

  /**
   * Moves the clock.
   *
   * @param by the duration; negative moves the clock backwards
   * @return the new time
   */
  public synchronized Instant advance(Duration by) {
    Instant next = now.plus(by);
    now = next;
    return next;
  }

  /** Sets the clock to this time. */
  public synchronized void set(Instant time) {
    now = Validator.require("time", time);
  }

  @Override
  public String toString() {
    return "SettableClock[" + now + "]";
  }
}
