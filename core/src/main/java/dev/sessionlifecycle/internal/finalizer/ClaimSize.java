package dev.sessionlifecycle.internal.finalizer;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How many chains a node claims at once: a batch, and twice as many while batches are worked off
 * quickly. Not thread-safe.
 *
 * <p>A node makes one claim at a time, and waits for its commit. With batches of 100 that was its
 * limit: {@code finalize.vs_ideal} of the benchmarks was 1.27 to 1.42, and is 1.6 with claims of
 * 200. Larger batches throughout would keep chains whose steps take long from nodes that have
 * nothing to do.
 */
final class ClaimSize {
  private static final long QUICK_NANOS = Duration.ofMillis(20).toNanos();

  private final int batch;
  private final LongSupplier ticks;
  private OptionalLong filledAt = OptionalLong.empty();

  ClaimSize(int batch, LongSupplier ticks) {
    this.batch = batch;
    this.ticks = ticks;
  }

  /** Returns the size of the next claim. */
  int next() {
    boolean isQuick =
        filledAt.isPresent() && ticks.getAsLong() - filledAt.getAsLong() < QUICK_NANOS;
    return isQuick ? 2 * batch : batch;
  }

  /** Notes that a claim has been made, and whether there were as many chains as it asked for. */
  void claimed(boolean isFull) {
    filledAt = isFull ? OptionalLong.of(ticks.getAsLong()) : OptionalLong.empty();
  }
}
