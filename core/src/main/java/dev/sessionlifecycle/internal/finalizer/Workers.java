package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the workers of a started finalizer do: run steps, and write what came of them. */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");
  private static final long GRACE_NANOS = Duration.ofMillis(50).toNanos();
  private static final long MOMENT_NANOS = Duration.ofMillis(1).toNanos();

  private final EngineParts parts;
  private final FinalizerOptions options;
  private final Claimer claimer;
  private final Counters counters;
  private final Tally tally;
  private final StepRunner steps;
  private final Settler settler;
  private final WorkQueue queue;
  private final Crew crew;
  private final Leases leases;
  private final Set<Attempt> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  Workers(
      EngineParts parts,
      FinalizerOptions options,
      Claimer claimer,
      Counters counters,
      Tally tally,
      WorkQueue queue,
      Crew crew,
      Leases leases) {
    this.parts = parts;
    this.options = options;
    this.claimer = claimer;
    this.counters = counters;
    this.tally = tally;
    this.steps = new StepRunner(parts);
    this.settler = new Settler(parts, tally);
    this.queue = queue;
    this.crew = crew;
    this.leases = leases;
  }

  /** Takes a claimed chain in; false where it was given back, since its step is at its limit. */
  boolean accept(ChainRun run) {
    leases.add(run);
    boolean kept = queue.addClaimed(run);
    if (!kept) {
      putOff(run);
    }
    return kept;
  }

  /** Calls workers while there is something to do for one more. */
  void hire() {
    while (queue.hire()) {
      try {
        crew.run(this::work);
      } catch (RuntimeException e) {
        queue.fire();
        LOG.warn("The executor refuses finalize work: {}", e.getClass().getName());
        return;
      }
    }
  }

  /** Writes what has waited too long, on the calling thread. */
  void settleOverdue() {
    Job job = queue.takeOverdue();
    if (job instanceof Job.Settle settle) {
      try {
        settle(settle);
      } finally {
        queue.ended(job);
        queue.fire();
      }
    }
  }

  /** Gives up attempts that are past their timeout. */
  void giveUpOverdue() {
    for (Attempt attempt : running.stream().filter(it -> it.isOverdueBy(GRACE_NANOS)).toList()) {
      if (queue.giveUp(attempt)) {
        running.remove(attempt);
        answer(attempt, new Answer.Failed(Answer.TIMEOUT));
      }
    }
    if (queue.isStuck()) { // what waits is for other nodes
      giveBackWaiting();
    }
  }

  /** In how long the next attempt is to be given up. */
  long nanosToOverdue() {
    long least = Long.MAX_VALUE;
    for (Attempt attempt : running) {
      least = Math.min(least, Math.max(MOMENT_NANOS, attempt.nanosLeft() + GRACE_NANOS));
    }
    return least;
  }

  /** Gives back what has not begun. */
  void giveBackWaiting() {
    giveBack(queue.drain());
    hire();
  }

  /** From now on a chain goes no further than to the end of the step that it is in. */
  void stop() {
    stopping = true;
    giveBackWaiting();
  }

  /** The time is over: what runs is recorded as failed, what cannot be written is left. */
  void giveUpAll() {
    for (Attempt attempt : running) {
      if (queue.giveUp(attempt)) {
        answer(attempt, new Answer.Failed(Answer.STOPPED));
      }
    }
    giveBack(queue.drain());
    List<ChainRun> last = queue.drainOutbox();
    last.removeIf(ChainRun::isLost);
    if (!last.isEmpty()) {
      settler.settleAgain(last).over().forEach(leases::remove);
    }
  }

  private void work() {
    for (Job job = queue.take(); job != null; job = queue.take()) {
      boolean leave = false;
      try {
        if (job instanceof Job.Step step) {
          leave = step(step.run());
        } else if (job instanceof Job.Settle settle) {
          settle(settle);
        }
      } catch (Throwable e) { // a worker outlives whatever happens to one chain
        LOG.error("A finalize worker failed: {}", e.getClass().getName());
      }
      if (leave) {
        return;
      }
      queue.ended(job);
      hire();
    }
  }

  /** Answers whether another worker has taken the place of this one. */
  private boolean step(ChainRun run) {
    Attempt attempt = begin(run);
    if (attempt == null) {
      return false;
    }
    counters.running().add(attempt);
    running.add(attempt);
    if (attempt.nanosLeft() < options.maxPoll().toNanos()) {
      queue.wakeWithin(attempt.nanosLeft() + GRACE_NANOS);
    }
    Answer answer = null;
    WorkQueue.Return how;
    try {
      answer = steps.run(attempt);
    } catch (Throwable e) {
      letGo(run);
      throw e;
    } finally {
      // The flag would close an embedded database at the next call.
      boolean ignored = Thread.interrupted();
      running.remove(attempt);
      counters.running().remove(attempt);
      how = queue.returned(attempt);
    }
    if (how != WorkQueue.Return.IN_TIME || run.isLost()) {
      tally.refused(attempt);
    } else if (attempt.isOverdue()) {
      tally.refused(attempt);
      answer(attempt, new Answer.Failed(Answer.TIMEOUT));
    } else {
      answer(attempt, answer);
    }
    return how == WorkQueue.Return.REPLACED;
  }

  /** The attempt, counted if it must be; null where it does not begin. */
  private @Nullable Attempt begin(ChainRun run) {
    String name = StepLimits.name(run);
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
        queue.notBegun(name);
      }
    }
    return attempt;
  }

  private boolean isCounted(ChainRun run) {
    run.count();
    return !write(new Job.Settle(List.of(run), false, run.goesAhead())).isEmpty();
  }

  private void answer(Attempt attempt, Answer answer) {
    ChainRun run = attempt.run();
    try {
      run.answer(attempt, answer, stopping);
      goOn(run);
    } catch (Throwable e) {
      letGo(run);
      throw e;
    }
  }

  /** Whatever happened to it, held any longer it would be prolonged for ever. */
  private void letGo(ChainRun run) {
    run.lose();
    leases.remove(run);
  }

  private void goOn(ChainRun run) {
    if (stopping && run.pending() == null) {
      giveBack(List.of(run));
    } else if (!queue.add(run)) {
      putOff(run);
    }
  }

  private void putOff(ChainRun run) {
    // Not all of them at the same time.
    run.giveBack(options.maxPoll().plusNanos((long) (1e9 * parts.random().getAsDouble())));
    queue.add(run);
  }

  private void settle(Job.Settle job) {
    if (!job.runs().isEmpty()) {
      write(job).forEach(this::goOn);
    }
  }

  /** Answers the chains that are held and have further steps. */
  private List<ChainRun> write(Job.Settle job) {
    leases.settling(job.runs(), true);
    Settler.Sorted sorted;
    try {
      sorted = job.again() ? settler.settleAgain(job.runs()) : settler.settle(job.runs());
      sorted.over().forEach(leases::remove);
    } catch (Throwable e) { // such as a lack of memory: whether it was written will be seen
      job.runs().stream().filter(it -> it.pending() == null).forEach(this::letGo);
      queue.addFailed(job.runs().stream().filter(it -> !it.isLost()).toList());
      throw e;
    } finally {
      leases.settling(job.runs(), false);
    }
    if (job.again()) {
      queue.sentAgain(!sorted.goOn().isEmpty() || !sorted.over().isEmpty());
    }
    if (sorted.failed()) {
      queue.addFailed(sorted.again());
    } else {
      sorted.again().forEach(this::goOn);
    }
    return sorted.goOn();
  }

  private void giveBack(List<ChainRun> runs) {
    List<LeaseRef> unused = new ArrayList<>();
    for (ChainRun run : runs) {
      if (run.giveBack(Duration.ZERO)) {
        queue.add(run);
      } else {
        leases.remove(run);
        unused.add(run.ref());
      }
    }
    claimer.release(unused);
  }
}
