package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The work of a started finalizer: chains with a step to run, chains with something to write, and
 * the number of workers at it. Workers are hired while there is work and leave when there is none.
 *
 * <p>Outcomes wait for others to be written with them, but not for long: they are written when
 * there are enough, when the first has waited its time, or when nobody has anything else to do. Few
 * write at once: more would only wait for each other in the database, and write smaller batches.
 * What goes ahead has batches and writers of its own.
 */
final class WorkQueue {
  private final LongSupplier ticks;
  private final int threads;
  private final int spare;
  private final int low;

  private final Deque<ChainRun> ready = new ArrayDeque<>();
  private final StepLimits limits;
  private final Outbox ahead;
  private final Outbox outbox;
  private int workers;
  private int busy;
  private int hanging;
  private int stuck;
  private boolean woken;
  private boolean waits;
  private long waitEnds;

  WorkQueue(FinalizerOptions options, LongSupplier ticks) {
    this.ticks = ticks;
    this.threads = options.threads();
    this.spare = options.spareThreads();
    this.low = options.claimBatch() / 2;
    this.ahead = new Outbox(options, ticks, true);
    this.outbox = new Outbox(options, ticks, false);
    this.limits = new StepLimits(options);
  }

  /**
   * Adds a chain.
   *
   * @return false where its next step has as many chains waiting as it can use
   */
  synchronized boolean add(ChainRun run) {
    if (run.pending() == null) {
      if (!limits.admits(run)) {
        return limits.block(run);
      }
      ready.addFirst(run);
    } else {
      Outbox box = run.goesAhead() ? ahead : outbox;
      box.add(run);
      long left = box.nanosLeftAlone();
      if (left < Long.MAX_VALUE && waitsLonger(left)) {
        notifyAll(); // the poller is to see that it is written
      }
    }
    return true;
  }

  /** Adds a chain that was just claimed: behind all others, unless it goes ahead of them. */
  synchronized boolean addClaimed(ChainRun run) {
    if (run.pending() != null || run.goesAhead() || !limits.admits(run)) {
      return add(run);
    }
    return ready.add(run);
  }

  /** Settlements that failed; they are sent again after a pause. */
  synchronized void addFailed(List<ChainRun> runs) {
    outbox.addFailed(runs);
    notifyAll();
  }

  /** What failed was sent again, and some or none of it was written. */
  synchronized void sentAgain(boolean anyWritten) {
    outbox.sentAgain(anyWritten);
  }

  /** Whether a further worker has something to do; the caller then lets one {@link #take}. */
  synchronized boolean hire() {
    int jobs = ready.size() + toWrite(ahead) + toWrite(outbox);
    boolean hired = workers < threads && jobs > workers - busy;
    workers += hired ? 1 : 0;
    return hired;
  }

  /** A hired worker could not begin. */
  synchronized void fire() {
    workers--;
  }

  /** The next job of a worker; null where he is to leave. */
  synchronized @Nullable Job take() {
    Job job = next();
    if (job == null) {
      workers--;
    } else {
      busy++;
    }
    return job;
  }

  /** What has waited for its time; for the poller, where all workers are at something long. */
  synchronized @Nullable Job takeOverdue() {
    // Whoever writes takes the next batch when he is done; the poller has claims to see to.
    Outbox alone = ahead.isLeftAlone() ? ahead : outbox;
    if (!alone.isLeftAlone()) {
      return null;
    }
    busy++;
    workers++;
    return alone.take();
  }

  /** The worker has done the job and takes another one. */
  synchronized void ended(Job job) {
    busy--;
    if (job instanceof Job.Settle settle) {
      (settle.ahead() ? ahead : outbox).written();
      if (ready.size() <= low) {
        wake();
      }
    }
  }

  /** How a worker finds his attempt when the step has returned. */
  enum Return {
    /** His: the answer counts. */
    IN_TIME,
    /** Given up by somebody else meanwhile. */
    LATE,
    /** Given up, and another worker has taken his place: he leaves. */
    REPLACED
  }

  /** The step has returned. */
  synchronized Return returned(Attempt attempt) {
    if (attempt.end()) {
      admitNext(StepLimits.name(attempt));
      return Return.IN_TIME;
    }
    if (attempt.isReplaced()) {
      hanging--;
      return Return.REPLACED;
    }
    if (stuck == threads) {
      wake();
    }
    stuck--;
    return Return.LATE;
  }

  /** A step of this name did not begin after all. */
  synchronized void notBegun(String name) {
    admitNext(name);
  }

  /**
   * Gives up an attempt whose step has not returned; while there are spare threads another worker
   * may take the place of the one that hangs.
   *
   * @return false where the step has returned
   */
  synchronized boolean giveUp(Attempt attempt) {
    if (!attempt.end()) {
      return false;
    }
    admitNext(StepLimits.name(attempt));
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

  /**
   * Whether all workers hang in steps that were given up: nothing will be done until one returns.
   */
  synchronized boolean isStuck() {
    return stuck >= threads;
  }

  /** Takes out all chains whose next step has not begun. */
  synchronized List<ChainRun> drain() {
    List<ChainRun> drained = new ArrayList<>(ready);
    drained.addAll(limits.drain());
    ready.clear();
    return drained;
  }

  /** Takes out all that was to be written. */
  synchronized List<ChainRun> drainOutbox() {
    List<ChainRun> drained = ahead.drain();
    drained.addAll(outbox.drain());
    return drained;
  }

  /** Whether the workers soon need more. */
  synchronized boolean isLow() {
    return ready.size() <= low;
  }

  /** Whether some worker has nothing to do, but for what goes ahead of others. */
  synchronized boolean isIdle() {
    return ready.isEmpty() && outbox.isIdle() && busy < threads;
  }

  /** Wakes the poller. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Has the poller look around within this time. */
  synchronized void wakeWithin(long nanos) {
    if (waitsLonger(nanos)) {
      wake();
    }
  }

  private boolean waitsLonger(long nanos) {
    return waits && ticks.getAsLong() + nanos - waitEnds < 0;
  }

  /** Lets the poller wait so long, less if something must be written or {@link #wake} is called. */
  synchronized void await(long nanos) {
    try {
      long end = ticks.getAsLong() + nanos;
      while (!woken) {
        long unsettled = Math.min(ahead.nanosLeftAlone(), outbox.nanosLeftAlone());
        long left = Math.min(end - ticks.getAsLong(), unsettled);
        if (left <= 0) {
          return;
        }
        waits = true;
        waitEnds = ticks.getAsLong() + left;
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      woken = false;
    } catch (InterruptedException e) {
      // Nobody has a reason to interrupt the poller; it looks around and waits again.
      woken = false;
    } finally {
      waits = false;
    }
  }

  private void admitNext(String step) {
    letIn(limits.ended(step));
  }

  private void letIn(@Nullable ChainRun waiting) {
    if (waiting != null) {
      ready.addFirst(waiting);
    }
  }

  private @Nullable Job next() {
    if (ahead.mustWrite() || ahead.mayWrite()) {
      return ahead.take();
    } else if (outbox.mustWrite()) {
      return outbox.take();
    }
    for (ChainRun run = ready.poll(); run != null; run = ready.poll()) {
      if (run.isLost()) {
        letIn(limits.next(StepLimits.name(run)));
        continue;
      }
      if (limits.begin(run)) {
        if (ready.size() == low) {
          wake();
        }
        return new Job.Step(run);
      }
      limits.blockAnyway(run);
    }
    return outbox.mayWrite() ? outbox.take() : null;
  }

  private static int toWrite(Outbox outbox) {
    return outbox.mustWrite() || outbox.mayWrite() ? 1 : 0;
  }
}
