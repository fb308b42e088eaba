package dev.sessionlifecycle.internal.finalize;

import dev.sessionlifecycle.FinalizerOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is to be written, and when: what goes ahead has half of each batch for itself, so that
 * nothing waits for ever. Not thread-safe: its {@link WorkQueue} guards it.
 */
final class Outbox {
  private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();

  private final LongSupplier ticks;
  private final int batch;
  private final long flushNanos;
  private final Deque<ChainRun> ahead = new ArrayDeque<>();
  private final Deque<ChainRun> fresh = new ArrayDeque<>();
  private final Deque<ChainRun> failed = new ArrayDeque<>();
  private long since;
  private long retryAt;

  Outbox(FinalizerOptions options, LongSupplier ticks) {
    this.ticks = ticks;
    this.batch = options.settleBatch();
    this.flushNanos = options.settleFlush().toNanos();
  }

  boolean isEmpty() {
    return fresh.isEmpty() && ahead.isEmpty();
  }

  void add(ChainRun run) {
    if (isEmpty()) {
      since = ticks.getAsLong();
    }
    (run.goesAhead() ? ahead : fresh).add(run);
  }

  /** Settlements that failed; they are sent again after a pause. */
  void addFailed(List<ChainRun> runs) {
    failed.addAll(runs);
    retryAt = ticks.getAsLong() + RETRY_NANOS;
  }

  /** Whether there are enough, or something has waited its time. */
  boolean isOverdue() {
    return fresh.size() + ahead.size() >= batch || nanosLeft() <= 0;
  }

  /** How long until something has waited its time. */
  long nanosLeft() {
    long now = ticks.getAsLong();
    long left = isEmpty() ? Long.MAX_VALUE : since + flushNanos - now;
    return failed.isEmpty() ? left : Math.min(left, retryAt - now);
  }

  /** Takes a batch. */
  Job take() {
    boolean again = !failed.isEmpty() && ticks.getAsLong() - retryAt >= 0;
    List<ChainRun> taken = new ArrayList<>();
    if (again) {
      move(failed, taken, batch);
    } else {
      move(ahead, taken, (batch + 1) / 2);
      move(fresh, taken, batch);
      move(ahead, taken, batch);
    }
    taken.removeIf(ChainRun::isLost);
    return new Job.Settle(taken, again);
  }

  private static void move(Deque<ChainRun> from, List<ChainRun> to, int most) {
    while (to.size() < most && !from.isEmpty()) {
      to.add(from.remove());
    }
  }

  /** Takes everything. */
  List<ChainRun> drain() {
    List<ChainRun> drained = new ArrayList<>(failed);
    drained.addAll(ahead);
    drained.addAll(fresh);
    failed.clear();
    ahead.clear();
    fresh.clear();
    return drained;
  }
}
