package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Batches settlements by size and age, and bounds how many batches are written at once: more
 * writers would only wait for each other in the database, and write smaller batches. Prioritized
 * chains are written first, in batches of their own. Not thread-safe: guarded by its {@link
 * WorkQueue}.
 */
final class SettlementBuffer {
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofMillis(3_200);

  private final LongSupplier ticks;
  private final int batchSize;
  private final boolean single;
  private final int writers;
  private final long maxAge;
  private final long firstRetry;

  private final Deque<ChainRun> prioritized = new ArrayDeque<>();
  private final Deque<ChainRun> normal = new ArrayDeque<>();
  private final Deque<ChainRun> failed = new ArrayDeque<>();
  private long since;
  private long retryAt;
  private long retryIn;
  private int failures;
  private int writing;
  private int writingPrioritized;

  private SettlementBuffer(FinalizerOptions options, LongSupplier ticks, boolean single) {
    this.ticks = ticks;
    this.single = single;
    this.batchSize = options.settleBatch();
    this.writers = Math.max(2, options.threads() / 4);
    this.maxAge = (single ? Duration.ofDays(1) : options.settleFlush()).toNanos();
    this.firstRetry = (single ? Duration.ZERO : FIRST_RETRY).toNanos();
    this.retryIn = firstRetry;
  }

  /**
   * Returns a buffer for several threads, one of which writes once a settlement has waited long
   * enough.
   */
  static SettlementBuffer shared(FinalizerOptions options, LongSupplier ticks) {
    return new SettlementBuffer(options, ticks, false);
  }

  /** Returns a buffer for a single thread, which writes full batches and retries at once. */
  static SettlementBuffer single(FinalizerOptions options, LongSupplier ticks) {
    return new SettlementBuffer(options, ticks, true);
  }

  /**
   * Settlements to write together.
   *
   * @param again whether an earlier call failed, which may have written them nevertheless
   */
  record Batch(List<ChainRun> runs, boolean again, boolean prioritized) {}

  void add(ChainRun run) {
    if (isEmpty()) {
      since = ticks.getAsLong();
    }
    (run.isPrioritized() ? prioritized : normal).add(run);
  }

  /** Whether a batch must be written before the next step runs. */
  boolean mustWrite() {
    boolean isUrgent = !prioritized.isEmpty() && writingPrioritized == 0;
    return writing < writers && (isUrgent || isDue());
  }

  /**
   * Whether to write before this chain's next step runs, because that step may have killed a node:
   * finished work of other chains must not be lost with it. With several threads it is written soon
   * anyway.
   */
  boolean comesBefore(ChainRun run) {
    return single && run.mustCount() && !isEmpty();
  }

  /** Whether a worker without a step to run may write. */
  boolean mayWrite() {
    return writing == 0 && !isEmpty();
  }

  /** Whether a batch is due although no worker is writing that would take it next. */
  boolean isNeglected() {
    return writing == 0 && isDue();
  }

  /** Returns the time until a batch counts as neglected. */
  long nanosToNeglect() {
    return writing == 0 ? nanosToDue() : Long.MAX_VALUE;
  }

  /** Whether only prioritized chains wait for their first write or are being written. */
  boolean isIdle() {
    return normal.isEmpty() && writing == writingPrioritized;
  }

  /** Makes everything due. */
  void flush() {
    since = ticks.getAsLong() - maxAge;
  }

  /** Takes a batch, which the caller must report as {@link #written}. Lost chains are dropped. */
  Batch take() {
    boolean first = !prioritized.isEmpty();
    boolean again = !first && !failed.isEmpty() && ticks.getAsLong() - retryAt >= 0;
    Deque<ChainRun> from = first ? prioritized : again ? failed : normal;
    List<ChainRun> taken = new ArrayList<>();
    while (taken.size() < batchSize && !from.isEmpty()) {
      taken.add(from.remove());
    }
    taken.removeIf(ChainRun::isLost);
    writing++;
    writingPrioritized += first ? 1 : 0;
    return new Batch(taken, again, first);
  }

  /** Notes that a batch is no longer being written. */
  void written(Batch batch) {
    writing--;
    writingPrioritized -= batch.prioritized() ? 1 : 0;
  }

  /**
   * Notes the result of a write. What failed is written again after a pause, which grows as long as
   * nothing of a batch can be written.
   */
  void noteResult(boolean again, List<ChainRun> notWritten, boolean anyWritten) {
    failures = notWritten.isEmpty() ? 0 : failures + 1;
    if (again) {
      retryIn = anyWritten ? firstRetry : Math.min(2 * retryIn, LAST_RETRY.toNanos());
    }
    if (!notWritten.isEmpty()) {
      failed.addAll(notWritten);
      retryAt = ticks.getAsLong() + retryIn;
    }
  }

  /** Returns how many consecutive writes have failed, in part or as a whole. */
  int failures() {
    return failures;
  }

  /** Removes and returns everything that waits. */
  List<ChainRun> drain() {
    List<ChainRun> drained = new ArrayList<>(failed);
    drained.addAll(prioritized);
    drained.addAll(normal);
    failed.clear();
    prioritized.clear();
    normal.clear();
    return drained;
  }

  private boolean isEmpty() {
    return prioritized.isEmpty() && normal.isEmpty();
  }

  private boolean isDue() {
    return prioritized.size() + normal.size() >= batchSize || nanosToDue() <= 0;
  }

  private long nanosToDue() {
    long now = ticks.getAsLong();
    long left = isEmpty() ? Long.MAX_VALUE : since + maxAge - now;
    return failed.isEmpty() ? left : Math.min(left, retryAt - now);
  }
}
