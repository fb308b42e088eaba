package dev.sessionlifecycle.store.jdbc.internal.row;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lower bounds on the due times that a look reads, in force only while reading all of them is slow.
 *
 * <p>As long as somebody holds a snapshot (a backup, a report), PostgreSQL keeps the index entries
 * of all that was worked off since, and they all lie before what is due now: with 400,000 such
 * chains an idle look took 370 times as long as without ({@code benchmarks/run snapshot}). So after
 * two slow looks in a row the next ones begin in each organization at what was the oldest there,
 * until fifty times the duration of the slow look has passed; then one look reads everything again.
 * What became due in the past, more than two seconds before it was committed, is found by that one.
 */
public final class DueBound {
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();
  private static final int SLOW_LOOKS = 2;
  private static final int PAUSE = 50;
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final LongSupplier nanoTime;
  private final AtomicInteger slowLooks = new AtomicInteger();
  private volatile @Nullable Bound bound;
  private volatile @Nullable Long pauseEnd;

  /**
   * An organization with something due.
   *
   * @param oldest when the oldest was due
   */
  public record Due(UUID organization, Instant oldest) {}

  /**
   * From when on to read.
   *
   * @param since in all organizations but these
   * @param earlier organizations that still had older entries
   * @param endNanos when everything is read again
   */
  public record Bound(Instant since, Map<UUID, Instant> earlier, long endNanos) {}

  public DueBound(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns what to read; null for everything. */
  public @Nullable Bound current() {
    Bound current = bound;
    return current == null || nanoTime.getAsLong() - current.endNanos > 0 ? null : current;
  }

  /**
   * Bounds the next looks after one that read everything, if it was slow like the one before. A
   * bounded look that is slow, since the leases of what was worked off have passed meanwhile, moves
   * its bounds up, but not the time of the next look at everything.
   *
   * @param used what bounded the look; null if it read everything
   * @param startNanos when it began
   * @param now the time of the database, after it
   * @param due what is due now within the same bounds, with the oldest of each organization
   */
  public void looked(
      @Nullable Bound used, long startNanos, Supplier<Instant> now, Supplier<List<Due>> due) {
    long nanos = nanoTime.getAsLong() - startNanos;
    if (isToBeBounded(used, nanos)) {
      boundNext(used, nanos, now.get(), due.get());
    }
  }

  /**
   * Notes how long a look took, and returns whether the next ones have to be bounded, see {@link
   * #boundNext}.
   *
   * @param used what bounded the look; null if it read everything
   */
  public boolean isToBeBounded(@Nullable Bound used, long nanos) {
    if (nanos < SLOW_NANOS) {
      slowLooks.set(used == null ? 0 : slowLooks.get());
      return false;
    }
    return (used != null || slowLooks.incrementAndGet() >= SLOW_LOOKS) && !isPaused();
  }

  /**
   * Bounds the next looks.
   *
   * @param used what bounded the slow look; null if it read everything
   * @param nanos how long it took
   * @param now the time of the database, after it
   * @param due what was due at that time or later, within the same bounds, with the oldest of each
   *     organization
   */
  public void boundNext(@Nullable Bound used, long nanos, Instant now, List<Due> due) {
    Instant since = now.minusNanos(nanos).minus(MARGIN);
    Map<UUID, Instant> earlier = new HashMap<>();
    for (Due each : due) {
      if (each.oldest().isBefore(since)) {
        earlier.put(each.organization(), each.oldest());
      }
    }
    long end = used == null ? nanoTime.getAsLong() + PAUSE * nanos : used.endNanos();
    bound = new Bound(since, Map.copyOf(earlier), end);
  }

  /**
   * Notes that what is due could not be read to bound the next looks. It is not tried again until
   * fifty times the duration of the slow look has passed.
   *
   * @param nanos how long the slow look took
   */
  public void failed(long nanos) {
    pauseEnd = nanoTime.getAsLong() + PAUSE * nanos;
  }

  private boolean isPaused() {
    Long end = pauseEnd;
    return end != null && nanoTime.getAsLong() - end < 0;
  }
}
