package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The leases that a started finalizer holds, prolonged in one go at a third of their time by a
 * thread of its own, so that neither steps nor claims hold it up.
 */
final class Leases {
  private static final int PART = 1_000;

  private final EngineParts parts;
  private final Duration lease;
  private final Claimer claimer;
  private final Tally tally;
  private final Map<LeaseRef, ChainRun> held = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean stopped;

  Leases(EngineParts parts, FinalizerOptions options, Claimer claimer, Tally tally) {
    this.parts = parts;
    this.lease = options.lease();
    this.claimer = claimer;
    this.tally = tally;
  }

  void add(ChainRun run) {
    held.put(run.ref(), run);
  }

  void remove(ChainRun run) {
    if (held.remove(run.ref()) != null && held.isEmpty()) {
      signal();
    }
  }

  int size() {
    return held.size();
  }

  /** While a chain is being settled its lease may end rightly. */
  void settling(List<ChainRun> runs, boolean settling) {
    runs.forEach(run -> run.settling(settling));
  }

  /** Waits until no lease is held. */
  boolean awaitNone(Duration timeout) {
    long left = timeout.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (!held.isEmpty() && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return held.isEmpty();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void stop() {
    stopped = true;
    signal();
  }

  /** Prolongs until it is stopped. */
  void run() {
    long pause = lease.toNanos() / 3;
    boolean renewed = true;
    while (await(renewed ? pause : pause / 4)) {
      renewed = renew();
    }
  }

  private boolean renew() {
    boolean all = true;
    List<ChainRun> runs = new ArrayList<>(held.values());
    for (int from = 0; from < runs.size(); from += PART) {
      List<ChainRun> part = runs.subList(from, Math.min(from + PART, runs.size()));
      try {
        Set<LeaseRef> still = claimer.renew(part, lease);
        all &= still != null;
        for (ChainRun run : part) {
          if (still == null ? run.isLapsed() : !still.contains(run.ref())) {
            lose(run);
          }
        }
      } catch (Throwable e) { // without renewal every lease would be lost
        parts.storeFailed("renew", e);
        all = false;
      }
    }
    return all;
  }

  private void lose(ChainRun run) {
    if (!run.isSettling() && held.containsKey(run.ref())) {
      run.lose();
      tally.lost(run);
      remove(run);
    }
  }

  private boolean await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!stopped && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          left = 0;
        }
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
