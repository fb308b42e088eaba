package dev.sessionlifecycle.internal.finalizer;

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
 * The leases that a run holds: renews them together, releases them, and detects lost ones. A
 * started finalizer renews on a separate thread, so that neither steps nor claims delay it; a
 * calling thread renews between steps.
 */
final class LeaseKeeper {
  private static final int BATCH = 1_000;

  private final FinalizerContext context;
  private final Duration lease;
  private final RunStats stats;
  private final Map<LeaseRef, ChainRun> held = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean claiming;
  private volatile boolean stopped;
  private long renewedAt;

  LeaseKeeper(FinalizerContext context, Duration lease, RunStats stats) {
    this.context = context;
    this.lease = lease;
    this.stats = stats;
    this.renewedAt = context.tick();
  }

  void add(ChainRun run) {
    held.put(run.ref(), run);
  }

  /** Removes a chain; returns whether its lease was held. */
  boolean remove(ChainRun run) {
    boolean wasHeld = held.remove(run.ref()) != null;
    if (wasHeld && held.isEmpty()) {
      signal();
    }
    return wasHeld;
  }

  /** Notes that a lease is lost, as a step may notice before the next renewal. */
  void lost(ChainRun run) {
    run.lose();
    if (remove(run)) {
      stats.leaseLost(run);
    }
  }

  /** Notes that a claim begins, or that it has ended and what it returned has been added. */
  void claiming(boolean begins) {
    claiming = begins;
    if (!begins && held.isEmpty()) {
      signal();
    }
  }

  int size() {
    return held.size();
  }

  /** Marks chains as being settled, during which their leases may end legitimately. */
  void settling(List<ChainRun> runs, boolean settling) {
    runs.forEach(run -> run.settling(settling));
  }

  /** Releases leases unused; those that cannot be released expire. */
  void release(List<ChainRun> runs) {
    runs.forEach(this::remove);
    if (runs.isEmpty()) {
      return;
    }
    try {
      context.chains().release(runs.stream().map(ChainRun::ref).toList());
    } catch (RuntimeException e) {
      context.storeFailed("release", e);
    }
  }

  /** Renews all leases unless that was done within this time; for a calling thread. */
  void renewAfter(Duration pause) {
    long now = context.tick();
    if (now - renewedAt >= pause.toNanos()) {
      renewedAt = now;
      renew();
    }
  }

  /** Renews all leases every third of the lease time until stopped. */
  void run() {
    long pause = lease.toNanos() / 3;
    boolean renewed = true;
    while (pause(renewed ? pause : pause / 4)) {
      try {
        renewed = renew();
      } catch (Throwable e) { // an Error must not end this thread: every lease would be lost
        context.storeFailed("renew", e);
        renewed = false;
      }
    }
  }

  void stop() {
    stopped = true;
    signal();
  }

  /** Waits until no lease is held and none is being claimed; returns false on timeout. */
  boolean awaitNone(Duration timeout) {
    long left = timeout.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (!holdsNone() && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return holdsNone();
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean holdsNone() {
    return !claiming && held.isEmpty(); // in this order: a claim adds its chains before it ends
  }

  /** Renews all leases; returns false if the store failed for some of them. */
  private boolean renew() {
    boolean all = true;
    List<ChainRun> runs = new ArrayList<>(held.values());
    for (int from = 0; from < runs.size(); from += BATCH) {
      all &= renew(runs.subList(from, Math.min(from + BATCH, runs.size())));
    }
    return all;
  }

  private boolean renew(List<ChainRun> runs) {
    long before = context.tick();
    try {
      Set<LeaseRef> still =
          context.chains().renew(runs.stream().map(ChainRun::ref).toList(), lease);
      for (ChainRun run : runs) {
        if (still.contains(run.ref())) {
          run.renewed(before);
        } else {
          lose(run);
        }
      }
      return true;
    } catch (RuntimeException e) {
      context.storeFailed("renew", e);
      runs.stream().filter(ChainRun::isExpired).forEach(this::lose);
      return false;
    }
  }

  private void lose(ChainRun run) {
    if (!run.isSettling() && held.containsKey(run.ref())) {
      lost(run);
    }
  }

  private boolean pause(long nanos) {
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
