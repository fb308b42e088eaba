package dev.sessionlifecycle.benchmarks.close;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs contenders in turn, with so many callers each, and measures their rates and latencies. */
final class CallerContest {
  /** Until the code of each contender is compiled: with many callers that takes ten seconds. */
  private static final int WARM_UPS = 10;

  private static final int ROUNDS = 5;
  private static final long NANOS = 1_200_000_000L;

  private final Contest.Field field;
  private final int calls;
  private final Figures figures;

  /**
   * Creates a contest.
   *
   * @param field returns the session of each call, before each run
   * @param calls at least as many as a contender makes in a run
   * @param figures gets the chart of the rates
   */
  CallerContest(Contest.Field field, int calls, Figures figures) {
    this.figures = figures;
    this.field = field;
    this.calls = calls;
  }

  /** The rates and the 99th percentiles of contenders, by round. */
  record Table(Rates rates, Rates p99) {
    private void print(String title, int callers) {
      for (String name : rates.names()) {
        System.out.printf(
            Locale.ROOT,
            "%-30s %3d  %-28s %,9.0f /s   p99 %8.2f ms%n",
            title,
            callers,
            name,
            rates.median(name),
            p99.median(name));
      }
    }
  }

  Table run(String title, int callers, List<Contender> contenders) throws Exception {
    Table table = new Table(new Rates(ROUNDS), new Rates(ROUNDS));
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (Contender contender : contenders) {
        long[] latencies = once(contender, callers);
        if (round >= 0) {
          table.rates().add(contender.name(), round, latencies.length / (NANOS / 1e9));
          table.p99().add(contender.name(), round, latencies[latencies.length * 99 / 100] / 1e6);
        }
      }
    }
    table.print(title, callers);
    figures.draw(title, callers, table.rates());
    return table;
  }

  /** Returns the duration of each call, sorted. */
  private long[] once(Contender contender, int callers) throws Exception {
    List<UUID> ids = field.sow(contender, calls);
    CyclicBarrier barrier = new CyclicBarrier(callers);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Callable<long[]>> tasks = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int first = caller;
        tasks.add(() -> call(contender, ids, first, callers, barrier));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> done : threads.invokeAll(tasks)) {
        all.add(done.get());
      }
      return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    } finally {
      threads.shutdown();
    }
  }

  private static long[] call(
      Contender contender, List<UUID> ids, int first, int callers, CyclicBarrier barrier)
      throws Exception {
    long[] took = new long[ids.size() / callers + 1];
    int done = 0;
    barrier.await();
    long start = System.nanoTime();
    long now = start;
    for (int i = first; now - start < NANOS; i += callers) {
      if (i >= ids.size()) {
        throw new IllegalStateException(contender.name() + " is faster than expected");
      }
      contender.way().end(List.of(ids.get(i)));
      long after = System.nanoTime();
      took[done++] = after - now;
      now = after;
    }
    return Arrays.copyOf(took, done);
  }
}
