package dev.sessionlifecycle.micrometer;

import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of the finalizer, read at most once in a while, however many gauges ask for it and
 * however many systems collect them. Starts no thread. Thread-safe.
 */
final class CachedSnapshot {
  private final Duration refresh;
  private final InstantSource clock;
  private final Runnable onFailure;
  private final Lock lock = new ReentrantLock();
  private final AtomicReference<@Nullable Finalizer> source = new AtomicReference<>();
  private final AtomicReference<@Nullable CachedValue> last = new AtomicReference<>();

  /**
   * What was read.
   *
   * @param snapshot null if it could not be read
   */
  private record CachedValue(@Nullable FinalizerSnapshot snapshot, Instant at) {}

  CachedSnapshot(Duration refresh, InstantSource clock, Runnable onFailure) {
    this.refresh = refresh;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /** Reads from this finalizer from now on. */
  void watch(Finalizer finalizer) {
    source.set(finalizer);
    last.set(null);
  }

  /**
   * Returns a number of the snapshot; NaN where there is none yet, and where the store could not be
   * read, which is tried again when the time to refresh has passed.
   */
  double value(ToDoubleFunction<FinalizerSnapshot> number) {
    CachedValue reading = last.get();
    Finalizer finalizer = source.get();
    // Who comes while another thread reads gets what was read before, instead of waiting.
    if (finalizer != null && isOld(reading) && lock.tryLock()) {
      try {
        if (isOld(last.get())) {
          last.set(read(finalizer));
        }
        reading = last.get();
      } finally {
        lock.unlock();
      }
    }
    return reading == null || reading.snapshot() == null
        ? Double.NaN
        : number.applyAsDouble(reading.snapshot());
  }

  private boolean isOld(@Nullable CachedValue reading) {
    return reading == null
        || Duration.between(reading.at(), clock.instant()).abs().compareTo(refresh) >= 0;
  }

  private CachedValue read(Finalizer finalizer) {
    FinalizerSnapshot snapshot = null;
    try {
      snapshot = finalizer.snapshot();
    } catch (RuntimeException e) {
      onFailure.run();
    }
    return new CachedValue(snapshot, clock.instant());
  }
}
