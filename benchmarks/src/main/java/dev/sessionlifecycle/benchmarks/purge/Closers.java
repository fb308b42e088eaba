package dev.sessionlifecycle.benchmarks.purge;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.OpenResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that close sessions at a steady rate. The duration of a close counts from when it was
 * due, so that time spent waiting behind another close is included.
 */
final class Closers {
  /** How many threads close; each keeps its own schedule. */
  private static final int THREADS = 4;

  /** A session to close. */
  private record Open(OrganizationSessions sessions, UUID id) {}

  /** When a close was due, and how long after that it was done. */
  private record Timed(long dueNs, long tookNs) {}

  private final ConcurrentLinkedQueue<Open> open = new ConcurrentLinkedQueue<>();
  private final List<Timed> done = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads = new ArrayList<>();
  private final long gapNs;
  private volatile boolean stopped;

  Closers(int perSecond) {
    this.gapNs = THREADS * 1_000_000_000L / perSecond;
  }

  /** Opens sessions to be closed later, distributed over the organizations in turn. */
  void prepare(SessionLifecycle lifecycle, int sessions) {
    for (int from = 0; from < sessions; from += 500) {
      OrganizationSessions organization =
          lifecycle.organization(Load.organization(from / 500 % Load.ORGANIZATIONS));
      List<SessionRequest> requests =
          Collections.nCopies(500, SessionRequest.on("chat", UUID.randomUUID()));
      for (BulkResult<OpenResult> result : organization.bulk().open(requests)) {
        open.add(new Open(organization, result.orThrow().session().id()));
      }
    }
  }

  void start() {
    for (int i = 0; i < THREADS; i++) {
      long first = System.nanoTime() + i * gapNs / THREADS;
      Thread thread = new Thread(() -> work(first), "closer-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(long first) {
    for (long due = first; !stopped; due += gapNs) {
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      Open next = open.poll();
      if (next == null) {
        throw new IllegalStateException("no session is left to close");
      }
      next.sessions().close(next.id(), "resolved");
      done.add(new Timed(due, System.nanoTime() - due));
    }
  }

  /**
   * Returns the durations in milliseconds of the closes due between two times, by whole windows.
   */
  List<double[]> windows(long fromNs, long toNs, long windowNs) {
    List<double[]> windows = new ArrayList<>();
    synchronized (done) {
      for (long from = fromNs; from + windowNs <= toNs; from += windowNs) {
        long begin = from;
        windows.add(
            done.stream()
                .filter(it -> it.dueNs() - begin >= 0 && it.dueNs() - begin < windowNs)
                .mapToDouble(it -> it.tookNs() / 1e6)
                .sorted()
                .toArray());
      }
    }
    return windows;
  }

  /** Returns the median of the windows' percentiles. */
  static double percentile(List<double[]> windows, double share) {
    double[] each =
        windows.stream()
            .filter(it -> it.length > 0)
            .mapToDouble(it -> it[(int) Math.ceil(share * it.length) - 1])
            .sorted()
            .toArray();
    return each.length == 0 ? Double.NaN : each[each.length / 2];
  }

  /** Returns the percentile over all windows together. */
  static double overall(List<double[]> windows, double share) {
    double[] all = windows.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    return all.length == 0 ? Double.NaN : all[(int) Math.ceil(share * all.length) - 1];
  }

  static int count(List<double[]> windows) {
    return windows.stream().mapToInt(it -> it.length).sum();
  }

  static double worst(List<double[]> windows) {
    return windows.stream().flatMapToDouble(Arrays::stream).max().orElse(Double.NaN);
  }

  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
