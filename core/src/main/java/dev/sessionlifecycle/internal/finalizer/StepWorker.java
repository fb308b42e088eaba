package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.internal.finalizer.WorkQueue.Job;
import dev.sessionlifecycle.internal.finalizer.WorkQueue.Return;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Performs the jobs of a run: runs a step and records its result, or writes a batch of settlements.
 * Used both by the threads of a started finalizer and by the caller of {@code runDue}.
 */
final class StepWorker {
  /**
   * How long after its timeout an attempt is given up: a step that returns within this time counts.
   */
  private static final long GRACE_NANOS = Duration.ofMillis(50).toNanos();

  private static final long MOMENT_NANOS = Duration.ofMillis(1).toNanos();

  private final FinalizerContext context;
  private final FinalizerOptions options;
  private final FinalizerTotals totals;
  private final RunStats stats;
  private final WorkQueue queue;
  private final LeaseKeeper leases;
  private final StepRunner steps;
  private final Settler settler;
  private final Set<Attempt> running = ConcurrentHashMap.newKeySet();
  private final boolean stopsOnInterrupt;
  private volatile boolean stopping;

  /**
   * Creates a worker.
   *
   * @param stopsOnInterrupt whether to {@link #stop} when a step returns with the interrupt flag
   *     set, which is cleared in any case
   */
  StepWorker(
      FinalizerContext context,
      FinalizerOptions options,
      FinalizerTotals totals,
      RunStats stats,
      WorkQueue queue,
      LeaseKeeper leases,
      boolean stopsOnInterrupt) {
    this.context = context;
    this.options = options;
    this.totals = totals;
    this.stats = stats;
    this.queue = queue;
    this.leases = leases;
    this.stopsOnInterrupt = stopsOnInterrupt;
    this.steps = new StepRunner(context);
    this.settler = new Settler(context, stats);
  }

  /**
   * Accepts a claimed chain.
   *
   * @return false if the chain is given back because its next step is at its limit
   */
  boolean accept(ChainRun run) {
    leases.add(run);
    boolean accepted = queue.addClaimed(run);
    if (!accepted) {
      putOff(run);
    }
    return accepted;
  }

  /**
   * Performs a job. Unless this returns true, the caller must report the job as {@link
   * WorkQueue#ended}.
   *
   * @return whether another worker has replaced this one, which must exit
   */
  boolean perform(Job job) {
    if (job instanceof Job.Step step) {
      return runStep(step.run());
    }
    SettlementBuffer.Batch batch = ((Job.Settle) job).batch();
    if (!batch.runs().isEmpty()) {
      settle(batch.runs(), batch.again()).forEach(this::goOn);
    }
    return false;
  }

  private boolean runStep(ChainRun run) {
    Attempt attempt = begin(run);
    if (attempt == null) {
      return false;
    }
    totals.running().add(attempt);
    running.add(attempt);
    if (attempt.nanosLeft() < options.maxPoll().toNanos()) {
      queue.wakeWithin(attempt.nanosLeft() + GRACE_NANOS);
    }
    AttemptResult result;
    Return returned;
    try {
      result = steps.run(attempt);
    } catch (Throwable e) {
      letGo(run);
      throw e;
    } finally {
      // With the flag set, an embedded database would close itself at the next call.
      if (Thread.interrupted() && stopsOnInterrupt) {
        stopping = true; // never false: a concurrent stop would be lost
      }
      running.remove(attempt);
      totals.running().remove(attempt);
      returned = queue.returned(attempt);
    }
    if (run.isLost()) {
      leases.lost(run); // a close must not wait for the next renewal to notice
    }
    if (returned != Return.IN_TIME || run.isLost()) {
      stats.outcomeRefused(attempt);
    } else if (AttemptResult.STORE_FAILED.equals(result)) {
      putBack(attempt);
    } else if (attempt.isOverdue()) {
      stats.outcomeRefused(attempt);
      record(attempt, AttemptResult.TIMEOUT);
    } else {
      record(attempt, result);
    }
    return returned == Return.REPLACED;
  }

  /** Begins the next attempt, counting it first if necessary; returns null if it does not begin. */
  private @Nullable Attempt begin(ChainRun run) {
    String step = run.nextStep();
    Attempt attempt = null;
    try {
      if (!run.mustCount() || isCounted(run)) {
        attempt = run.begin();
      }
    } catch (Throwable e) {
      letGo(run);
      throw e;
    } finally {
      if (attempt == null) {
        queue.notBegun(step);
      }
    }
    return attempt;
  }

  private boolean isCounted(ChainRun run) {
    run.countAttempt();
    return !settle(List.of(run), false).isEmpty();
  }

  /** Gives the chain back as if the attempt had not begun. */
  private void putBack(Attempt attempt) {
    ChainRun run = attempt.run();
    try {
      run.undo(attempt);
      putOff(run);
    } catch (Throwable e) {
      letGo(run);
      throw e;
    }
  }

  private void record(Attempt attempt, AttemptResult result) {
    ChainRun run = attempt.run();
    try {
      run.record(attempt, result, stopping);
      goOn(run);
    } catch (Throwable e) {
      letGo(run);
      throw e;
    }
  }

  private void goOn(ChainRun run) {
    if (stopping && run.settlement() == null) {
      giveBack(List.of(run));
    } else if (!queue.add(run)) {
      putOff(run);
    }
  }

  /** Gives a chain back for a while; the duration varies between chains. */
  private void putOff(ChainRun run) {
    run.giveBack(options.maxPoll().plusNanos((long) (1e9 * context.random().getAsDouble())));
    queue.add(run);
  }

  /** Drops the chain in any case: its lease would otherwise be renewed forever. */
  private void letGo(ChainRun run) {
    run.lose();
    leases.remove(run);
  }

  /** Settles chains; returns those that are still held and have further steps. */
  private List<ChainRun> settle(List<ChainRun> runs, boolean again) {
    leases.settling(runs, true);
    Settler.Result result;
    try {
      result = again ? settler.retry(runs) : settler.settle(runs);
      result.over().forEach(leases::remove);
    } catch (Throwable e) { // such as out of memory; a retry finds out whether it was written
      runs.stream().filter(it -> it.settlement() == null).forEach(this::letGo);
      queue.noteResult(again, runs.stream().filter(it -> !it.isLost()).toList(), false);
      throw e;
    } finally {
      leases.settling(runs, false);
    }
    queue.noteResult(again, result.failed(), result.hasProgress());
    result.reduced().forEach(this::goOn);
    return result.held();
  }

  /** Gives up attempts that are past their timeout. */
  void giveUpOverdue() {
    for (Attempt attempt : List.copyOf(running)) {
      if (attempt.nanosLeft() <= -GRACE_NANOS && queue.giveUp(attempt)) {
        running.remove(attempt);
        record(attempt, AttemptResult.TIMEOUT);
      }
    }
    if (queue.isStuck()) { // other nodes can do what waits here
      giveBackWaiting();
    }
  }

  /** Returns the time until the next attempt must be given up. */
  long nanosToOverdue() {
    long least = Long.MAX_VALUE;
    for (Attempt attempt : running) {
      least = Math.min(least, Math.max(MOMENT_NANOS, attempt.nanosLeft() + GRACE_NANOS));
    }
    return least;
  }

  /** Gives back all chains whose next step has not begun. */
  void giveBackWaiting() {
    giveBack(queue.drain());
  }

  private void giveBack(List<ChainRun> runs) {
    releaseUnused(runs).forEach(queue::add);
  }

  /** Gives chains back; returns those that have to be settled, and are not yet. */
  private List<ChainRun> releaseUnused(List<ChainRun> runs) {
    List<ChainRun> unused = new ArrayList<>();
    List<ChainRun> toSettle = new ArrayList<>();
    for (ChainRun run : runs) {
      (run.giveBack(Duration.ZERO) ? toSettle : unused).add(run);
    }
    leases.release(unused);
    return toSettle;
  }

  /** Stops: from now on each chain runs only to the end of its current step. */
  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /**
   * Records the running attempts as failed, and tries one last time to write what is left. A chain
   * stays leased only if the store fails.
   */
  void giveUpAll() {
    for (Attempt attempt : running) {
      if (queue.giveUp(attempt)) {
        record(attempt, AttemptResult.STOPPED);
      }
    }
    giveBackWaiting();
    List<ChainRun> last = queue.drainBuffer();
    last.removeIf(ChainRun::isLost);
    if (!last.isEmpty()) {
      Settler.Result result = settler.retry(last);
      result.over().forEach(leases::remove);
      // These are released without effects, so that none of them has to be settled a third time.
      List<ChainRun> released = new ArrayList<>(result.reduced());
      released.addAll(releaseUnused(result.held()));
      if (!released.isEmpty()) {
        settler.settle(released).over().forEach(leases::remove);
      }
    }
  }

  /**
   * Releases all chains whose next step has not begun; the others are left until their leases
   * expire.
   */
  void abandon() {
    leases.release(queue.drain().stream().filter(run -> !run.giveBack(Duration.ZERO)).toList());
  }
}
