package dev.sessionlifecycle.internal.finalize;

import dev.sessionlifecycle.FinalizerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** What is to be written, and when. Not thread-safe: its {@link WorkQueue} guards it. */
final class Outbox {
  private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();

  private final LongSupplier ticks;
  private final int batch;
  private final long flushNanos;
  private final List<ChainRun> fresh = new ArrayList<>();
  private final List<ChainRun> failed = new ArrayList<>();
  private long since;
  private long retryAt;

  Outbox(FinalizerOptions options, LongSupplier ticks) {
    this.ticks = ticks;
    this.batch = options.settleBatch();
    this.flushNanos = options.settleFlush().toNanos();
  }

  boolean isEmpty() {
    return fresh.isEmpty();
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
    retryAt = ticks.getAsLong() + RETRY_NANOS;
  }

  /** Whether there are enough, or something has waited its time. */
  boolean isOverdue() {
    return fresh.size() >= batch || nanosLeft() <= 0;
  }

  /** How long until something has waited its time. */
  long nanosLeft() {
    long now = ticks.getAsLong();
    long left = fresh.isEmpty() ? Long.MAX_VALUE : since + flushNanos - now;
    return failed.isEmpty() ? left : Math.min(left, retryAt - now);
  }

  /** Takes a batch. */
  Job take() {
    boolean again = !failed.isEmpty() && ticks.getAsLong() - retryAt >= 0;
    List<ChainRun> from = again ? failed : fresh;
    List<ChainRun> part = from.subList(0, Math.min(batch, from.size()));
    List<ChainRun> taken = new ArrayList<>(part);
    part.clear();
    taken.removeIf(ChainRun::isLost);
    return new Job.Settle(taken, again);
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
