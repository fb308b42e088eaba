package dev.sessionlifecycle.internal.finalizer;

import java.util.function.LongSupplier;

/**
 * The turns of what is due in plenty, beside organizations with little due: after each turn it
 * rests. Not thread-safe: the poller's.
 */
final class Turns {

  /** So many times as long as its turn took it leaves to others. */
  private static final int REST = 3;

  private final LongSupplier ticks;
  private boolean taken;
  private long began;
  private long restEnds;

  Turns(LongSupplier ticks) {
    this.ticks = ticks;
    this.restEnds = ticks.getAsLong();
  }

  void begin(long now) {
    taken = true;
    began = now;
  }

  /** Nothing of it is at work any more: it rests, unless it does so already. */
  void end() {
    if (taken) {
      taken = false;
      long now = ticks.getAsLong();
      restEnds = now + REST * (now - began);
    }
  }

  /** How long it rests still; 0 or less where it is rested. */
  long restNanos() {
    return restEnds - ticks.getAsLong();
  }
}
