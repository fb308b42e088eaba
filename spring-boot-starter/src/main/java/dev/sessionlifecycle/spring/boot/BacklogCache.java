package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the finalizer, or the failure to read them, for which the store is asked only so
 * often. Thread-safe.
 */
final class BacklogCache {
  private final Finalizer finalizer;
  private final long refreshNanos;
  private final LongSupplier nanoTime;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable CachedResult last;

  /**
   * What the store answered.
   *
   * @param counts throws what the store threw
   */
  private record CachedResult(Supplier<FinalizerSnapshot> counts, long at) {}

  BacklogCache(Finalizer finalizer, Duration refresh, LongSupplier nanoTime) {
    this.finalizer = finalizer;
    this.refreshNanos = refresh.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Returns counts that are at most as old as configured; only one thread at a time asks. While a
   * failure is not older than that, throws it again without asking.
   */
  FinalizerSnapshot get() {
    CachedResult known = fresh();
    if (known != null) {
      return known.counts().get();
    }
    lock.lock();
    try {
      known = fresh();
      if (known == null) {
        known = new CachedResult(ask(), nanoTime.getAsLong());
        last = known;
      }
      return known.counts().get();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a failure, since those who wait here would otherwise each wait for a timeout in turn. */
  private Supplier<FinalizerSnapshot> ask() {
    try {
      FinalizerSnapshot snapshot = finalizer.snapshot();
      return () -> snapshot;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  private @Nullable CachedResult fresh() {
    CachedResult known = last;
    return known != null && nanoTime.getAsLong() - known.at() < refreshNanos ? known : null;
  }
}
