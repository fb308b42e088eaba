package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The counts of the finalizer, for which the store is asked only so often. Thread-safe. */
final class BacklogCache {
  private final Finalizer finalizer;
  private final long refreshNanos;
  private final LongSupplier nanoTime;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable Taken last;

  private record Taken(FinalizerSnapshot snapshot, long at) {}

  BacklogCache(Finalizer finalizer, Duration refresh, LongSupplier nanoTime) {
    this.finalizer = finalizer;
    this.refreshNanos = refresh.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Returns counts that are at most as old as configured; only one thread at a time asks. */
  FinalizerSnapshot get() {
    Taken known = fresh();
    if (known != null) {
      return known.snapshot();
    }
    lock.lock();
    try {
      known = fresh();
      if (known == null) {
        known = new Taken(finalizer.snapshot(), nanoTime.getAsLong());
        last = known;
      }
      return known.snapshot();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Taken fresh() {
    Taken known = last;
    return known != null && nanoTime.getAsLong() - known.at() < refreshNanos ? known : null;
  }
}
