package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.ChainLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks for due chains whenever the workers need some, and sees to what must not wait. Idle it asks
 * the store once in an interval that grows; it is woken when a session ends on this node.
 */
final class Poller {
  private static final long REFRESH_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int BATCHES_HELD = 4;

  /** How often at most to look for others while there is enough to do. */
  private static final long PEEK_NANOS = Duration.ofMillis(5).toNanos();

  private final Workers workers;
  private final UUID owner;
  private final EngineParts parts;
  private final FinalizerOptions options;
  private final Claimer claimer;
  private final WorkQueue queue;
  private final Leases leases;
  private final Turns turns;
  private final long shortest;
  private final long longest;
  private long pause;
  private long nextClaim;
  private long nextRefresh;
  private boolean backingOff;
  private boolean asked;
  private long nextPeek;
  private volatile boolean woken;
  private volatile boolean paused;
  private volatile boolean closing;
  private volatile boolean stopped;

  Poller(
      Workers workers,
      UUID owner,
      EngineParts parts,
      FinalizerOptions options,
      Claimer claimer,
      WorkQueue queue,
      Leases leases) {
    this.workers = workers;
    this.owner = owner;
    this.parts = parts;
    this.options = options;
    this.claimer = claimer;
    this.queue = queue;
    this.leases = leases;
    this.turns = new Turns(parts::tick);
    this.shortest = options.minPoll().toNanos();
    this.longest = options.maxPoll().toNanos();
    this.pause = shortest;
    this.nextClaim = parts.tick();
    this.nextRefresh = nextClaim;
    this.nextPeek = nextClaim;
  }

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

  /** Claims no more from now on. */
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
        look();
      } catch (Throwable e) { // without the poller nothing would run
        parts.storeFailed("claim", e);
        backOff();
      }
      workers.hire();
      queue.await(Math.min(waitNanos(), workers.nanosToOverdue()));
    }
  }

  private void look() {
    workers.giveUpOverdue();
    workers.settleOverdue();
    if (woken) {
      woken = false;
      asked = true;
      backingOff = false;
      pause = shortest;
      nextClaim = parts.tick();
    }
    boolean first = true;
    while (mayClaim() && (first || claimer.hasMore())) {
      first = false;
      claim();
      workers.hire();
    }
  }

  private void claim() {
    refresh();
    long before = parts.tick();
    asked = false;
    nextPeek = before + PEEK_NANOS;
    boolean narrow = !hasRoom() || (claimer.isPolite() && !isNext());
    if (claimer.isPolite() && !narrow) {
      turns.begin(before);
    }
    List<ChainLease> claimed = claimer.claim(owner, options.lease(), options.claimBatch(), narrow);
    int putOff = 0;
    for (ChainLease lease : claimed) {
      Optional<ChainRun> run = claimer.begin(lease, options, options.lease(), owner, before);
      if (run.isPresent() && claimer.goesAhead(lease)) {
        run.get().goAhead();
      }
      putOff += run.isPresent() && !workers.accept(run.get()) ? 1 : 0;
    }
    if (isPaused() || stopped) { // since the claim was asked for
      workers.giveBackWaiting();
    }
    if (2 * putOff > claimed.size() || claimed.isEmpty()) {
      backOff();
    } else {
      pause = shortest;
      backingOff = false;
      nextClaim = parts.tick() + (claimer.hasMore() ? 0 : shortest);
    }
  }

  private void backOff() {
    backingOff = true;
    nextClaim = parts.tick() + pause;
    pause = Math.min(2 * pause, longest);
  }

  private void refresh() {
    if (parts.tick() - nextRefresh >= 0) {
      nextRefresh = parts.tick() + REFRESH_NANOS;
      try {
        claimer.refreshShapes();
      } catch (RuntimeException e) {
        parts.storeFailed("shapes", e);
      }
    }
  }

  private boolean mayClaim() {
    if (isPaused() || stopped || queue.isStuck()) {
      return false;
    }
    return hasRoom() ? parts.tick() - nextClaim >= 0 || isNext() : mayPeek();
  }

  /**
   * Whether to look for others though there is enough to do: a session has ended on this node, and
   * its organization may have nothing else due.
   */
  private boolean mayPeek() {
    return wantsToPeek() && parts.tick() - nextPeek >= 0;
  }

  private boolean wantsToPeek() {
    return asked && leases.size() <= 2 * mostHeld();
  }

  /**
   * Whether it is the turn of an organization with much due, beside others with little: of what it
   * had here nothing waits, nothing is being written, and it has rested.
   */
  private boolean isNext() {
    return mayBeNext() && turns.restNanos() <= 0;
  }

  private boolean mayBeNext() {
    if (!claimer.isPolite() || backingOff || !queue.isIdle()) {
      return false;
    }
    turns.end();
    return true;
  }

  private boolean hasRoom() {
    return queue.isLow() && leases.size() <= mostHeld();
  }

  /** With so many chains in hand no more are claimed, but for a few of those that are asked for. */
  private int mostHeld() {
    return BATCHES_HELD * options.claimBatch() + options.threads();
  }

  private long waitNanos() {
    if (isPaused() || queue.isStuck()) {
      return longest;
    } else if (!hasRoom()) {
      return wantsToPeek() ? Math.min(longest, Math.max(0, nextPeek - parts.tick())) : longest;
    }
    long next = nextClaim - parts.tick();
    if (mayBeNext()) {
      next = Math.min(next, turns.restNanos());
    }
    return Math.min(longest, Math.max(0, next));
  }
}
