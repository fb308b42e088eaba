package dev.sessionlifecycle.benchmarks.age;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Opens, ends and finalizes sessions in a database that holds 500,000 of them and in one that holds
 * many more, in turns, and compares the rates and the durations of ends.
 */
final class SizeContest implements AutoCloseable {
  private static final int FEW = 500_000;
  private static final int THREADS = 4;
  private static final int ORGANIZATIONS = 20;
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;

  /** How many sessions a round takes from their opening to the end of their chains. */
  private static final int SESSIONS_OF_ROUND = 16_000;

  private final HikariDataSource pool;
  private final SessionLifecycle lifecycle;
  private final List<UUID> organizations;
  private final AtomicLong finished = new AtomicLong();
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> p99 = new ArrayList<>();

  private SizeContest(DataSource database, int sessions) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setMaximumPoolSize(2 * THREADS + 4);
    pool = new HikariDataSource(config);
    lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
            .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
            .finalizeWith(Batches.CHAIN)
            .finalizerListener(
                event -> {
                  if (event instanceof FinalizerEvent.ChainFinished) {
                    finished.incrementAndGet();
                  }
                })
            .build();
    organizations = ManySessions.load(pool, sessions, ORGANIZATIONS);
    settle();
    lifecycle.finalizer().start(FinalizerOptions.builder().threads(THREADS).build());
  }

  static void run(int many) throws Exception {
    long start = System.nanoTime();
    try (PostgresServer server = PostgresServer.startDurable(AgeBenchmark.SETTINGS)) {
      AgeBenchmark.say(start, "filling a database with %,d sessions", FEW);
      try (SizeContest small = new SizeContest(server.createDatabase().dataSource(), FEW)) {
        AgeBenchmark.say(start, "filling one with %,d", many);
        try (SizeContest large = new SizeContest(server.createDatabase().dataSource(), many)) {
          for (int round = -WARM_UPS; round < ROUNDS; round++) {
            small.round(round >= 0);
            large.round(round >= 0);
            AgeBenchmark.say(start, "round %d of %d", round + WARM_UPS + 1, ROUNDS + WARM_UPS);
          }
          small.print(FEW);
          large.print(many);
          chart(small, large, many).writeIfAsked("size");
          AgeBenchmark.figure("rate_by_size", median(large.rates) / median(small.rates));
          AgeBenchmark.figure("p99_by_size", median(large.p99) / median(small.p99));
        }
      }
    }
  }

  /** Makes the tables durable again, and lets no chain of those that were loaded be due. */
  private void settle() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE sl_chain SET due_at = NULL, finished_at = now() WHERE due_at IS NOT NULL");
      for (String table : List.of("sl_session", "sl_session_detail", "sl_chain")) {
        statement.execute("ALTER TABLE " + table + " SET LOGGED");
      }
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
  }

  private void round(boolean counts) throws Exception {
    ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    AtomicLong begun = new AtomicLong();
    long goal = finished.get() + SESSIONS_OF_ROUND;
    long before = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        working.add(threads.submit(() -> work(begun, nanos)));
      }
      for (Future<?> one : working) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    while (finished.get() < goal) {
      LockSupport.parkNanos(1_000_000);
    }
    if (counts) {
      rates.add(SESSIONS_OF_ROUND * 1e9 / (System.nanoTime() - before));
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      p99.add(sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e6);
    }
  }

  private void work(AtomicLong begun, ConcurrentLinkedQueue<Long> nanos) {
    for (long first = begun.getAndAdd(Batches.SIZE);
        first < SESSIONS_OF_ROUND;
        first = begun.getAndAdd(Batches.SIZE)) {
      UUID organization = organizations.get((int) (first / Batches.SIZE) % ORGANIZATIONS);
      Batches.run(lifecycle.organization(organization), nanos::add);
    }
  }

  @Override
  public void close() {
    lifecycle.close();
    pool.close();
  }

  private static BarChart chart(SizeContest small, SizeContest large, int many) {
    String title = "From opening to the last step, by what the tables hold";
    BarChart chart = new BarChart(title, "sessions per second; milliseconds");
    String few = String.format(Locale.ROOT, "%,d sessions", FEW);
    String all = String.format(Locale.ROOT, "%,d sessions", many);
    return chart
        .bar("sessions per second", all, median(large.rates))
        .bar("sessions per second", few, median(small.rates))
        .bar("end, p99", all, median(large.p99))
        .bar("end, p99", few, median(small.p99));
  }

  private void print(int sessions) {
    System.out.printf(
        Locale.ROOT,
        "%,12d sessions stored  %,7.0f a second from opening to the last step   ends p99 %.1f ms%n",
        sessions,
        median(rates),
        median(p99));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
