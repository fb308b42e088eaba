package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs what is due on the calling thread. For one call. */
final class DueRun {
  private static final int TRIES = 5;

  private final EngineParts parts;
  private final FinalizerOptions options;
  private final Claimer claimer;
  private final StepRunner steps;
  private final Settler settler;
  private final Tally tally;
  private final Counters counters;
  private final Duration lease;
  private final UUID owner;

  private final Deque<ChainRun> queue = new ArrayDeque<>();
  private final List<ChainRun> outbox = new ArrayList<>();
  private long renewedTick;
  private boolean interrupted;

  DueRun(EngineParts parts, FinalizerOptions options, Claimer claimer, Counters counters) {
    this.parts = parts;
    this.options = options;
    this.claimer = claimer;
    this.counters = counters;
    this.tally = new Tally(parts, counters);
    this.steps = new StepRunner(parts);
    this.settler = new Settler(parts, tally);
    this.lease = options.longestTimeout().plus(options.lease());
    this.owner = parts.owners().get();
  }

  FinalizerReport run(int limit) {
    // The flag would close an embedded database that is used meanwhile; it is kept for the host.
    boolean before = Thread.interrupted();
    try {
      claimer.refreshShapes();
      int left = limit;
      while (left > 0 && !interrupted) {
        long beforeClaim = parts.tick();
        List<ChainLease> leases = claimer.claim(owner, lease, Math.min(left, options.claimBatch()));
        if (leases.isEmpty()) {
          break;
        }
        tally.claimed(leases.size());
        left -= leases.size();
        renewedTick = beforeClaim;
        for (ChainLease claimed : leases) {
          claimer.begin(claimed, options, lease, owner, beforeClaim).ifPresent(this::sort);
        }
        drain();
      }
      return tally.report();
    } finally {
      if (before || interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void drain() {
    while (!queue.isEmpty() || !outbox.isEmpty()) {
      if (queue.isEmpty() || outbox.size() >= options.settleBatch()) {
        settle();
      } else if (interrupted) {
        giveBack();
      } else {
        renew();
        ChainRun next = queue.poll();
        if (next != null) {
          step(next);
        }
      }
    }
  }

  private void step(ChainRun run) {
    if (run.mustCount()) {
      run.count();
      outbox.add(run);
      settle();
      if (!queue.remove(run)) {
        return;
      }
    }
    Attempt attempt = run.begin();
    counters.running().add(attempt);
    Answer answer;
    try {
      answer = steps.run(attempt);
    } finally {
      counters.running().remove(attempt);
      interrupted |= Thread.interrupted();
    }
    if (attempt.isOverdue()) {
      tally.refused(attempt);
      answer = new Answer.Failed(Answer.TIMEOUT);
    }
    attempt.end();
    run.answer(attempt, answer, interrupted);
    sort(run);
    if (attempt.took().compareTo(options.settleFlush()) > 0) {
      settle();
    }
  }

  private void sort(ChainRun run) {
    if (run.pending() != null) {
      outbox.add(run);
    } else {
      queue.addFirst(run);
    }
  }

  private void settle() {
    List<ChainRun> runs = new ArrayList<>(outbox);
    outbox.clear();
    if (runs.isEmpty()) {
      return;
    }
    Settler.Sorted sorted = settler.settle(runs);
    for (int tries = 1; sorted.failed(); tries++) {
      if (tries == TRIES) {
        abandon(sorted);
        throw new StoreException("the store could not settle finalize chains", true, null);
      }
      sorted.goOn().forEach(this::sort);
      sorted = settler.settleAgain(sorted.again());
    }
    sorted.goOn().forEach(this::sort);
    sorted.again().forEach(this::sort);
  }

  /** What has not begun is given back; what could not be written is left to its lease. */
  private void abandon(Settler.Sorted sorted) {
    sorted.goOn().forEach(this::sort);
    outbox.clear();
    List<LeaseRef> unused = new ArrayList<>();
    for (ChainRun run : queue) {
      if (!run.giveBack(Duration.ZERO)) {
        unused.add(run.ref());
      }
    }
    queue.clear();
    claimer.release(unused);
  }

  private void giveBack() {
    List<LeaseRef> unused = new ArrayList<>();
    for (ChainRun run : queue) {
      if (run.giveBack(Duration.ZERO)) {
        outbox.add(run);
      } else {
        unused.add(run.ref());
      }
    }
    queue.clear();
    claimer.release(unused);
  }

  /** Keeps enough of the lease for the next step; forgets the chains that somebody else has. */
  private void renew() {
    long now = parts.tick();
    if (now - renewedTick < options.lease().toNanos() / 2) {
      return;
    }
    renewedTick = now;
    List<ChainRun> all = new ArrayList<>(queue);
    all.addAll(outbox);
    @Nullable Set<LeaseRef> held = claimer.renew(all, lease);
    if (held == null) {
      return;
    }
    all.stream().filter(run -> !held.contains(run.ref())).forEach(this::lose);
    queue.removeIf(ChainRun::isLost);
    outbox.removeIf(ChainRun::isLost);
  }

  private void lose(ChainRun run) {
    run.lose();
    tally.lost(run);
  }
}
