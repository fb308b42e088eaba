package dev.sessionlifecycle.benchmarks.finalize;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes sessions at a steady rate, and measures for each the time from when the close was due to
 * start until its chain has finished: time spent waiting for a slow close is included.
 */
final class Steady {
  private static final int CLOSERS = 8;

  private final int perSecond;
  private final Map<UUID, Long> due = new ConcurrentHashMap<>();
  private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
  private volatile CountDownLatch finished = new CountDownLatch(0);

  Steady(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Notes that the chain of a session has finished. */
  void finished(UUID session) {
    Long since = due.remove(session);
    if (since != null) {
      latencies.add(System.nanoTime() - since);
      finished.countDown();
    }
  }

  /** Closes all sessions; returns their latencies in milliseconds, ascending. */
  List<Double> close(SessionLifecycle lifecycle, List<SessionKey> sessions) throws Exception {
    finished = new CountDownLatch(sessions.size());
    latencies.clear();
    long start = System.nanoTime();
    ExecutorService closers = Executors.newFixedThreadPool(CLOSERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLOSERS; i++) {
        int first = i;
        running.add(closers.submit(() -> closeEach(lifecycle, sessions, first, start)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      closers.shutdownNow();
    }
    if (!finished.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(finished.getCount() + " chains do not finish");
    }
    List<Double> millis = new ArrayList<>();
    latencies.forEach(nanos -> millis.add(nanos / 1e6));
    Collections.sort(millis);
    return millis;
  }

  private void closeEach(
      SessionLifecycle lifecycle, List<SessionKey> sessions, int first, long start) {
    for (int i = first; i < sessions.size(); i += CLOSERS) {
      long at = start + i * 1_000_000_000L / perSecond;
      for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      SessionKey session = sessions.get(i);
      due.put(session.sessionId(), at);
      lifecycle.organization(session.organizationId()).close(session.sessionId(), "user_hangup");
    }
  }

  /** Returns the quantile: the value that this fraction of all values does not exceed. */
  static double quantile(List<Double> ascending, double part) {
    int place = (int) Math.ceil(part * ascending.size()) - 1;
    return ascending.get(Math.max(0, place));
  }
}
