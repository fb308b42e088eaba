package dev.sessionlifecycle.internal.housekeeping;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops the sweeps of a run after the batch in hand, and lets them rest until then. Thread-safe.
 */
final class StopSignal {
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Returns a signal that is never given, for the calls of a host, which do all of their work. */
  static StopSignal never() {
    return new StopSignal();
  }

  void stop() {
    stop.countDown();
  }

  boolean isStopped() {
    return stop.getCount() == 0;
  }

  /** Rests; returns early if stopped, or if interrupted, which leaves the interrupt flag set. */
  void rest(long nanos) {
    try {
      stop.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
