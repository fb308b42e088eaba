package dev.sessionlifecycle.benchmarks.close;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs contenders in turn, for several rounds. */
final class Contest {

  /** Creates this many live sessions, and no others, before each run of a contender. */
  interface Field {
    List<UUID> sow(Contender contender, int sessions) throws Exception;
  }

  private final Field field;
  private final int sessions;
  private final long nanos;
  private final int warmUps;
  private final int rounds;
  private final Figures figures;

  Contest(Field field, int sessions, double seconds, Figures figures) {
    this(field, sessions, seconds, 1, 5, figures);
  }

  /** Creates a contest that runs this many warm-up rounds before those that count. */
  Contest(Field field, int sessions, double seconds, int warmUps, int rounds, Figures figures) {
    this.figures = figures;
    this.field = field;
    this.sessions = sessions;
    this.nanos = (long) (seconds * 1e9);
    this.warmUps = warmUps;
    this.rounds = rounds;
  }

  Rates run(String title, int threads, List<Contender> contenders) throws Exception {
    System.out.printf(Locale.ROOT, "… %s, %d thread%s%n", title, threads, threads == 1 ? "" : "s");
    Rates rates = new Rates(rounds);
    for (int round = -warmUps; round < rounds; round++) {
      for (Contender contender : contenders) {
        double rate = once(contender, threads);
        if (round >= 0) {
          rates.add(contender.name(), round, rate);
        }
      }
    }
    print(title, threads, contenders.get(0).name(), rates);
    figures.draw(title, threads, rates);
    return rates;
  }

  private double once(Contender contender, int threads) throws Exception {
    List<UUID> ids = field.sow(contender, sessions);
    int each = ids.size() / threads;
    CyclicBarrier barrier = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<double[]>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        List<UUID> mine = ids.subList(i * each, (i + 1) * each);
        tasks.add(() -> work(contender, mine, barrier));
      }
      double rate = 0;
      for (Future<double[]> done : pool.invokeAll(tasks)) {
        rate += done.get()[0] / done.get()[1];
      }
      return rate;
    } finally {
      pool.shutdown();
    }
  }

  /** Returns how many sessions were ended, and in how many seconds. */
  private double[] work(Contender contender, List<UUID> ids, CyclicBarrier barrier)
      throws Exception {
    barrier.await();
    long start = System.nanoTime();
    int done = 0;
    while (done + contender.batch() <= ids.size() && System.nanoTime() - start < nanos) {
      contender.way().end(ids.subList(done, done + contender.batch()));
      done += contender.batch();
    }
    return new double[] {done, (System.nanoTime() - start) / 1e9};
  }

  private static void print(String title, int threads, String first, Rates rates) {
    for (String name : rates.names()) {
      System.out.printf(
          Locale.ROOT,
          "%-34s %d  %-40s %,12.0f /s   first/this %6.2f%n",
          title,
          threads,
          name,
          rates.median(name),
          rates.ratio(first, name));
    }
  }
}
