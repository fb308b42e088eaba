package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.internal.finalizer.WorkQueue.Job;
import java.time.Duration;

/**
 * Decides when to claim: whenever the workers need chains, at growing intervals while nothing is
 * due, and at once when a session ends on this node. Between claims it handles what must not wait
 * for a worker: it gives up overdue attempts and writes neglected settlements.
 */
final class Poller {
  private static final long REFRESH_NANOS = Duration.ofSeconds(30).toNanos();

  /** With this many claimed batches in hand, nothing more is claimed. */
  private static final int BATCHES_HELD = 4;

  /**
   * The minimum pause between probes for sessions that ended on this node while the workers are
   * busy.
   */
  private static final long PROBE_NANOS = Duration.ofMillis(5).toNanos();

  private final FinalizerContext context;
  private final FinalizerOptions options;
  private final Claimer claimer;
  private final BacklogThrottle throttle;
  private final ClaimSize size;
  private final StepWorker worker;
  private final WorkQueue queue;
  private final LeaseKeeper leases;
  private final FinalizerThreads threads;
  private final long shortest;
  private final long longest;
  private long pause;
  private long nextClaim;
  private long nextRefresh;
  private long nextProbe;
  private boolean backingOff;
  private boolean asked;
  private volatile boolean woken;
  private volatile boolean paused;
  private volatile boolean closing;
  private volatile boolean stopped;

  Poller(
      FinalizerContext context,
      FinalizerOptions options,
      Claimer claimer,
      StepWorker worker,
      WorkQueue queue,
      LeaseKeeper leases,
      FinalizerThreads threads) {
    this.context = context;
    this.options = options;
    this.claimer = claimer;
    this.throttle = claimer.throttle();
    this.size = new ClaimSize(options.claimBatch(), context.ticks());
    this.worker = worker;
    this.queue = queue;
    this.leases = leases;
    this.threads = threads;
    this.shortest = options.minPoll().toNanos();
    this.longest = options.maxPoll().toNanos();
    this.pause = shortest;
    this.nextClaim = context.tick();
    this.nextRefresh = nextClaim;
    this.nextProbe = nextClaim;
  }

  /** Wakes the poller: a session ended on this node, or something else may be due. */
  void wake() {
    if (!woken) {
      woken = true;
      queue.wake();
    }
  }

  void pause(boolean value) {
    paused = value;
    wake();
  }

  boolean isPaused() {
    return paused || closing;
  }

  /** Stops claiming, except for a claim in flight, which {@link LeaseKeeper#awaitNone} awaits. */
  void close() {
    closing = true;
    wake();
  }

  void stop() {
    stopped = true;
    queue.wake();
  }

  void run() {
    while (!stopped) {
      try {
        worker.giveUpOverdue();
        settleNeglected();
        claimWhatIsDue();
      } catch (Throwable e) { // without this thread nothing would run
        context.storeFailed("claim", e);
        backOff();
      }
      threads.startWorkers();
      queue.await(Math.min(nanosToClaim(), worker.nanosToOverdue()));
    }
    worker.giveUpAll(); // what a claim or a write in flight has left since the run gave up
  }

  private void settleNeglected() {
    Job job = queue.takeNeglected();
    if (job != null) {
      try {
        worker.perform(job);
      } finally {
        queue.ended(job);
        queue.workerExited();
      }
    }
  }

  private void claimWhatIsDue() {
    if (woken) {
      woken = false;
      asked = true;
      backingOff = false;
      pause = shortest;
      nextClaim = context.tick();
    }
    for (boolean first = true; mayClaim() && (first || throttle.hasMore()); first = false) {
      claim();
      threads.startWorkers();
    }
  }

  private void claim() {
    refresh();
    leases.claiming(true);
    try {
      if (!isPaused() && !stopped) { // looked at again: a close that follows awaits the claim
        claimNow();
      }
    } finally {
      leases.claiming(false);
    }
  }

  private void claimNow() {
    asked = false;
    nextProbe = context.tick() + PROBE_NANOS;
    boolean probe = !hasRoom() || (throttle.isFair() && !isTurnOfBacklog());
    if (throttle.isFair() && !probe) {
      throttle.beginTurn();
    }
    int most = probe ? options.claimBatch() : size.next();
    Claimer.Claim claim = claimer.claim(most, probe);
    size.claimed(claim.size() >= most);
    int putOff = 0;
    for (ChainRun run : claim.runs()) {
      if (throttle.prioritizes(run.ref().session().organizationId())) {
        run.prioritize();
      }
      putOff += worker.accept(run) ? 0 : 1;
    }
    if (isPaused() || stopped) { // changed since the claim began
      worker.giveBackWaiting();
    }
    if (claim.size() == 0 || 2 * putOff > claim.size()) {
      backOff();
    } else {
      backingOff = false;
      pause = shortest;
      nextClaim = context.tick() + (throttle.hasMore() ? 0 : shortest);
    }
  }

  private void backOff() {
    backingOff = true;
    nextClaim = context.tick() + pause;
    pause = Math.min(2 * pause, longest);
  }

  private void refresh() {
    if (context.tick() - nextRefresh >= 0) {
      nextRefresh = context.tick() + REFRESH_NANOS;
      try {
        claimer.refresh();
      } catch (RuntimeException e) {
        context.storeFailed("shapes", e);
      }
    }
  }

  private boolean mayClaim() {
    if (isPaused() || stopped || queue.isStuck()) {
      return false;
    }
    return hasRoom()
        ? context.tick() - nextClaim >= 0 || isTurnOfBacklog()
        : wantsProbe() && context.tick() - nextProbe >= 0;
  }

  /** Whether to claim although the workers are busy, because a session ended on this node. */
  private boolean wantsProbe() {
    return asked && leases.size() <= 2 * mostHeld();
  }

  /** Whether the saturated organization gets its next share besides the others, having rested. */
  private boolean isTurnOfBacklog() {
    return mayRest() && throttle.restNanos() <= 0;
  }

  /** Whether none of the saturated organization's share is in progress any more. */
  private boolean mayRest() {
    if (!throttle.isFair() || backingOff || !queue.isIdle()) {
      return false;
    }
    throttle.endTurn();
    return true;
  }

  private boolean hasRoom() {
    return queue.isLow() && leases.size() <= mostHeld();
  }

  private int mostHeld() {
    return BATCHES_HELD * options.claimBatch() + options.threads();
  }

  private long nanosToClaim() {
    if (isPaused() || queue.isStuck()) {
      return longest;
    } else if (!hasRoom()) {
      return wantsProbe() ? bounded(nextProbe - context.tick()) : longest;
    }
    long next = nextClaim - context.tick();
    return bounded(mayRest() ? Math.min(next, throttle.restNanos()) : next);
  }

  private long bounded(long nanos) {
    return Math.min(longest, Math.max(0, nanos));
  }
}
