package dev.sessionlifecycle.store.jdbc.internal.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lower bound on the due times that a claim reads, in force only while reading all of them is
 * slow.
 *
 * <p>As long as somebody holds a snapshot (a backup, a report), PostgreSQL keeps the index entries
 * of all chains that were worked off since, and they all lie before what is due now: with 400,000
 * such chains an idle look took 370 times as long as without ({@code benchmarks/run snapshot}). So
 * after a slow look the next ones begin where it ended, until fifty times its duration has passed;
 * then one look reads everything again. What was committed long after its due time, by a
 * transaction that took more than two seconds, is found by that one.
 */
final class DueBound {
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();
  private static final int PAUSE = 50;
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final LongSupplier nanoTime;
  private volatile @Nullable Bound bound;

  private record Bound(Instant since, long endNanos) {}

  DueBound(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns the earliest due time to read; null to read all. */
  @Nullable Instant since() {
    Bound current = bound;
    return current == null || nanoTime.getAsLong() - current.endNanos > 0 ? null : current.since;
  }

  static boolean isSlow(long nanos) {
    return nanos >= SLOW_NANOS;
  }

  /**
   * Bounds the next looks.
   *
   * @param unread nothing that is due was left unread before this time
   * @param nanos how long the look at everything took
   */
  void set(Instant unread, long nanos) {
    bound = new Bound(unread.minus(MARGIN), nanoTime.getAsLong() + PAUSE * nanos);
  }
}
