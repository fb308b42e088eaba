package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a run and the workers that perform them, guarded by one monitor: chains with a step
 * to run ({@link ReadyQueue}), settlements to write ({@link SettlementBuffer}), and the number of
 * workers. Workers are started while there are jobs and exit when there are none.
 */
final class WorkQueue {
  private final LongSupplier ticks;
  private final int threads;
  private final int spare;
  private final int low;

  private final ReadyQueue ready;
  private final SettlementBuffer buffer;
  private int workers;
  private int busy;
  private int hanging;
  private int stuck;
  private boolean woken;
  private boolean waits;
  private long waitEnds;

  /** Whether the poller was asked to wake while it did not wait; then {@link #askedBy} counts. */
  private boolean asked;

  private long askedBy;

  private WorkQueue(
      FinalizerOptions options, LongSupplier ticks, SettlementBuffer buffer, int threads) {
    this.ticks = ticks;
    this.threads = threads;
    this.spare = options.spareThreads();
    this.low = options.claimBatch() / 2;
    this.ready = new ReadyQueue(options);
    this.buffer = buffer;
  }

  /** Returns a queue for the threads of a started finalizer. */
  static WorkQueue forThreads(FinalizerOptions options, LongSupplier ticks) {
    return new WorkQueue(
        options, ticks, SettlementBuffer.shared(options, ticks), options.threads());
  }

  /** Returns a queue for a single calling thread. */
  static WorkQueue forCaller(FinalizerOptions options, LongSupplier ticks) {
    return new WorkQueue(options, ticks, SettlementBuffer.single(options, ticks), 1);
  }

  /** What a worker does next. */
  sealed interface Job {
    /** Run the next step of a chain. */
    record Step(ChainRun run) implements Job {}

    /** Write a batch of settlements. */
    record Settle(SettlementBuffer.Batch batch) implements Job {}
  }

  /**
   * Adds a chain that continues, with its next step or with its settlement.
   *
   * @return false if as many chains as its next step can use are waiting for that step already
   */
  synchronized boolean add(ChainRun run) {
    if (run.settlement() == null) {
      return ready.addFirst(run);
    }
    buffer.add(run);
    long left = buffer.nanosToNeglect();
    if (left < Long.MAX_VALUE && waitsLonger(left)) {
      notifyAll(); // the poller has to write it if no worker does
    }
    return true;
  }

  /** Adds a newly claimed chain. */
  synchronized boolean addClaimed(ChainRun run) {
    return run.settlement() == null ? ready.addLast(run) : add(run);
  }

  /** Notes the result of a write; what failed is written again after a pause. */
  synchronized void noteResult(boolean again, List<ChainRun> failed, boolean anyWritten) {
    buffer.noteResult(again, failed, anyWritten);
    if (!failed.isEmpty()) {
      notifyAll();
    }
  }

  /** Returns how many consecutive writes have failed. */
  synchronized int writeFailures() {
    return buffer.failures();
  }

  /** Makes everything that waits to be written due at once. */
  synchronized void flush() {
    buffer.flush();
  }

  /** Counts another worker if there is a job for it; the caller starts it. */
  synchronized boolean admitWorker() {
    int jobs = ready.size() + (buffer.mustWrite() || buffer.mayWrite() ? 1 : 0);
    boolean admitted = workers < threads && jobs > workers - busy;
    workers += admitted ? 1 : 0;
    return admitted;
  }

  /** Registers the calling thread as a worker until {@link #take} returns null. */
  synchronized void workerStarts() {
    workers++;
  }

  /** Notes that an admitted worker could not start, or exits. */
  synchronized void workerExited() {
    workers--;
  }

  /** Returns a worker's next job; null if there is none and the worker must exit. */
  synchronized @Nullable Job take() {
    Job job = next();
    if (job == null) {
      workers--;
    } else {
      busy++;
    }
    return job;
  }

  /**
   * Returns a batch that no worker writes in time, if any; for the poller, which then acts as a
   * worker.
   */
  synchronized Job.@Nullable Settle takeNeglected() {
    if (!buffer.isNeglected()) {
      return null;
    }
    busy++;
    workers++;
    return new Job.Settle(buffer.take());
  }

  /** Notes that a worker has performed the job and is free for the next one. */
  synchronized void ended(Job job) {
    busy--;
    if (job instanceof Job.Settle settle) {
      buffer.written(settle.batch());
      if (isLow()) {
        wake();
      }
    }
  }

  /** The state of an attempt when its step returns. */
  enum Return {
    /** The result counts. */
    IN_TIME,
    /** The attempt has been given up. */
    LATE,
    /** The attempt was given up and another worker has taken over: this one must exit. */
    REPLACED
  }

  /** Notes that the step of an attempt has returned. */
  synchronized Return returned(Attempt attempt) {
    if (attempt.end()) {
      ready.ended(attempt.currentStepName());
      return Return.IN_TIME;
    }
    if (attempt.isReplaced()) {
      hanging--;
      return Return.REPLACED;
    }
    if (isStuck()) {
      wake();
    }
    stuck--;
    return Return.LATE;
  }

  /** Notes that the step of a job did not begin. */
  synchronized void notBegun(String step) {
    ready.ended(step);
  }

  /**
   * Gives up an attempt whose step has not returned. While there are spare threads, another worker
   * replaces the one that hangs.
   *
   * @return false if the step has returned
   */
  synchronized boolean giveUp(Attempt attempt) {
    if (!attempt.end()) {
      return false;
    }
    ready.ended(attempt.currentStepName());
    if (hanging < spare) {
      hanging++;
      busy--;
      workers--;
      attempt.replace();
    } else {
      stuck++;
    }
    return true;
  }

  /** Whether all workers hang in steps that were given up. */
  synchronized boolean isStuck() {
    return stuck >= threads;
  }

  /** Removes and returns all chains whose next step has not begun. */
  synchronized List<ChainRun> drain() {
    return ready.drain();
  }

  /** Removes and returns all chains that wait to be written. */
  synchronized List<ChainRun> drainBuffer() {
    return buffer.drain();
  }

  /** Whether the workers will soon need more chains. */
  synchronized boolean isLow() {
    return ready.size() <= low;
  }

  /** Whether some worker has nothing to do, apart from prioritized settlements. */
  synchronized boolean isIdle() {
    return ready.isEmpty() && buffer.isIdle() && busy < threads;
  }

  /** Wakes the poller. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /**
   * Wakes the poller within this time: also if it does not wait yet, but has decided for how long.
   */
  synchronized void wakeWithin(long nanos) {
    long by = ticks.getAsLong() + nanos;
    if (waitsLonger(nanos)) {
      wake();
    } else if (!waits && (!asked || by - askedBy < 0)) {
      asked = true;
      askedBy = by;
    }
  }

  /** Lets the poller wait; returns early if a batch is neglected or {@link #wake} is called. */
  synchronized void await(long nanos) {
    try {
      long end = ticks.getAsLong() + nanos;
      if (asked && askedBy - end < 0) {
        end = askedBy;
      }
      asked = false;
      while (!woken) {
        long left = Math.min(end - ticks.getAsLong(), buffer.nanosToNeglect());
        if (left <= 0) {
          return;
        }
        waits = true;
        waitEnds = ticks.getAsLong() + left;
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      woken = false;
    } catch (InterruptedException e) {
      // There is no reason to interrupt the poller; it checks for work and waits again.
      woken = false;
    } finally {
      waits = false;
    }
  }

  private boolean waitsLonger(long nanos) {
    return waits && ticks.getAsLong() + nanos - waitEnds < 0;
  }

  private @Nullable Job next() {
    if (buffer.mustWrite()) {
      return new Job.Settle(buffer.take());
    }
    ChainRun run = ready.take();
    if (run != null && buffer.comesBefore(run)) {
      ready.ended(run.nextStep());
      ready.addFirst(run);
      return new Job.Settle(buffer.take());
    }
    if (run != null) {
      if (ready.size() == low) {
        wake();
      }
      return new Job.Step(run);
    }
    return buffer.mayWrite() ? new Job.Settle(buffer.take()) : null;
  }
}
