package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is to be written, and when: at once where nobody writes, else when there is enough or the
 * first has waited its time, by a bounded number of writers. Not thread-safe: its {@link WorkQueue}
 * guards it.
 */
final class Outbox {
  private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();
  private static final long LONGEST_RETRY_NANOS = Duration.ofMillis(3_200).toNanos();

  private final LongSupplier ticks;
  private final int batch;
  private final long flushNanos;
  private final boolean ahead;
  private final int writers;
  private final Deque<ChainRun> fresh = new ArrayDeque<>();
  private final Deque<ChainRun> failed = new ArrayDeque<>();
  private long since;
  private long retryAt;
  private long retryIn = RETRY_NANOS;
  private int writing;

  Outbox(FinalizerOptions options, LongSupplier ticks, boolean ahead) {
    this.ahead = ahead;
    this.writers = Math.max(2, options.threads() / 4);
    this.ticks = ticks;
    this.batch = options.settleBatch();
    this.flushNanos = options.settleFlush().toNanos();
  }

  void add(ChainRun run) {
    if (fresh.isEmpty()) {
      since = ticks.getAsLong();
    }
    fresh.add(run);
  }

  /** Settlements that failed; they are sent again after a pause. */
  void addFailed(List<ChainRun> runs) {
    failed.addAll(runs);
    retryAt = ticks.getAsLong() + retryIn;
  }

  /** What failed was sent again; while nothing of it is written the pauses grow. */
  void sentAgain(boolean anyWritten) {
    retryIn = anyWritten ? RETRY_NANOS : Math.min(2 * retryIn, LONGEST_RETRY_NANOS);
  }

  /** Whether somebody must write now. */
  boolean mustWrite() {
    return writing < writers && isOverdue();
  }

  /** Whether somebody who has nothing else to do may write now. */
  boolean mayWrite() {
    return writing == 0 && !fresh.isEmpty();
  }

  /** Whether nothing waits to be written for the first time, and nobody writes. */
  boolean isIdle() {
    return writing == 0 && fresh.isEmpty();
  }

  /** Whether there are enough, or something has waited its time, and nobody writes. */
  boolean isLeftAlone() {
    return writing == 0 && isOverdue();
  }

  /** How long until it is {@link #isLeftAlone left alone}; whoever writes takes the next batch. */
  long nanosLeftAlone() {
    return writing == 0 ? nanosLeft() : Long.MAX_VALUE;
  }

  private boolean isOverdue() {
    return fresh.size() >= batch || nanosLeft() <= 0;
  }

  private long nanosLeft() {
    long now = ticks.getAsLong();
    long left = fresh.isEmpty() ? Long.MAX_VALUE : since + flushNanos - now;
    return failed.isEmpty() ? left : Math.min(left, retryAt - now);
  }

  /** Takes a batch, until it is {@link #written}. */
  Job take() {
    writing++;
    boolean again = !failed.isEmpty() && ticks.getAsLong() - retryAt >= 0;
    List<ChainRun> taken = new ArrayList<>();
    move(again ? failed : fresh, taken, batch);
    taken.removeIf(ChainRun::isLost);
    return new Job.Settle(taken, again, ahead);
  }

  /** Who took a batch is done with it. */
  void written() {
    writing--;
  }

  private static void move(Deque<ChainRun> from, List<ChainRun> to, int most) {
    while (to.size() < most && !from.isEmpty()) {
      to.add(from.remove());
    }
  }

  /** Takes everything. */
  List<ChainRun> drain() {
    List<ChainRun> drained = new ArrayList<>(failed);
    drained.addAll(fresh);
    failed.clear();
    fresh.clear();
    return drained;
  }
}
