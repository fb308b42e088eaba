package dev.sessionlifecycle.benchmarks.age;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Opens, ends, finalizes and purges sessions at full speed while a steady number of them is kept,
 * and compares the last tenth of them with the first: the rate, the durations of ends, and at last
 * the size of the tables and indexes with what they take when they are newly written.
 */
final class AgeBenchmark {
  private static final int THREADS = 4;
  private static final int ORGANIZATIONS = 20;

  /** The pace is that of the database, not of a disk's flushes. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "max_wal_size", "8GB",
          "shared_buffers", "512MB",
          "maintenance_work_mem", "256MB",
          "synchronous_commit", "off");

  private static final int LONG_SESSION = 10_000;
  private static final String SIZES =
      "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
          + " WHERE relkind = 'r' AND relname LIKE 'sl\\_%' ORDER BY 1";

  private final PostgresDatabase database;
  private final long sessions;
  private final long kept;
  private final Tenths tenths;
  private final List<UUID> organizations =
      IntStream.range(0, ORGANIZATIONS).mapToObj(i -> new UUID(0x7000L, i)).toList();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong finished = new AtomicLong();
  private final AtomicLong purged = new AtomicLong();
  private final long start = System.nanoTime();
  private volatile boolean stopped;

  private AgeBenchmark(PostgresDatabase database, long sessions) {
    this.database = database;
    this.sessions = sessions;
    this.kept = sessions / 10;
    this.tenths = new Tenths(sessions);
  }

  /**
   * Runs the program. Argument: the number of sessions, 5,000,000 by default, at least 10,000; a
   * tenth as many are kept, and are created before. Or {@code size}, and a number of sessions,
   * 10,000,000 by default: what the size of the tables alone costs.
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("size")) {
      SizeContest.run(args.length == 1 ? 10_000_000 : Integer.parseInt(args[1]));
      return;
    }
    long sessions = args.length == 0 ? 5_000_000 : Long.parseLong(args[0]);
    if (sessions < 10_000) {
      System.err.println("usage: age [SESSIONS], at least 10000, or age size [SESSIONS]");
      System.exit(2);
    }
    try (PostgresServer server = PostgresServer.startDurable(SETTINGS)) {
      new AgeBenchmark(server.createDatabase(), sessions).run();
    }
  }

  private void run() throws Exception {
    try (HikariDataSource pool = pool(2 * THREADS + 4);
        HikariDataSource cleaning = pool(2);
        SessionLifecycle lifecycle = lifecycle(pool);
        SessionLifecycle house = lifecycle(cleaning)) {
      lifecycle.finalizer().start(FinalizerOptions.builder().threads(THREADS).build());
      say("filling up to %,d sessions, then %,d more", kept, sessions);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
      try {
        Future<?> purging = threads.submit(() -> purge(house));
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          working.add(threads.submit(() -> work(lifecycle)));
        }
        for (Future<?> one : working) {
          one.get();
        }
        stopped = true;
        purging.get();
      } finally {
        stopped = true;
        threads.shutdownNow();
      }
      awaitFinalizer();
      longSession(lifecycle.organization(organizations.get(0)));
    }
    sizes();
    plot();
    figure("rate_last_vs_first", tenths.rate(Tenths.COUNT - 1) / tenths.rate(0));
    figure("p99_last_vs_first", tenths.p99(Tenths.COUNT - 1) / tenths.p99(0));
  }

  private void plot() throws IOException {
    BarChart chart =
        new BarChart(
            String.format(Locale.ROOT, "%,d sessions, a tenth as many kept", sessions),
            "sessions per second; 99th percentile of single ends in milliseconds");
    for (int i = 0; i < Tenths.COUNT; i++) {
      chart.bar("sessions per second", "tenth " + (i + 1), tenths.rate(i));
    }
    for (int i = 0; i < Tenths.COUNT; i++) {
      chart.bar("end, p99", "tenth " + (i + 1), tenths.p99(i));
    }
    chart.writeIfAsked("age");
  }

  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  private SessionLifecycle lifecycle(HikariDataSource pool) {
    return SessionLifecycle.builder(
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
        .retention(RetentionPolicy.keepFor(Duration.ofSeconds(1)))
        .housekeeping(HousekeepingOptions.defaults().withPurgeShare(100))
        .finalizeWith(Batches.CHAIN)
        .finalizerListener(
            event -> {
              if (event instanceof FinalizerEvent.ChainFinished) {
                finished.incrementAndGet();
              }
            })
        .build();
  }

  private Void work(SessionLifecycle lifecycle) {
    for (long first = begun.getAndAdd(Batches.SIZE);
        first < kept + sessions;
        first = begun.getAndAdd(Batches.SIZE)) {
      // The finalizer and the purge set the pace: nobody is to run away from them.
      while (ended.get() - purged.get() > kept + kept / 10
          || ended.get() - finished.get() > kept / 4) {
        LockSupport.parkNanos(1_000_000);
      }
      Batches.run(
          lifecycle.organization(organizations.get((int) (first / Batches.SIZE) % ORGANIZATIONS)),
          nanos -> {
            long after = ended.get() - kept;
            if (after >= 0) {
              tenths.took(after, nanos);
            }
          });
      long all = ended.addAndGet(Batches.SIZE);
      int over = all >= kept ? tenths.ended(all - kept) : -1;
      if (over >= 0) {
        say(
            "tenth %d: %,.0f sessions a second, ends p99 %.1f ms; %,d kept, %,d MB",
            over + 1,
            tenths.rate(over),
            tenths.p99(over),
            ended.get() - purged.get(),
            size(database) >> 20);
      }
    }
    return null;
  }

  private Void purge(SessionLifecycle house) {
    while (!stopped || ended.get() - purged.get() > kept) {
      if (ended.get() - purged.get() > kept) {
        int done = house.housekeeping().runDue(1_000).count(Done.PURGED);
        purged.addAndGet(done);
        if (done == 0) { // what was just ended is not due, or not finalized
          LockSupport.parkNanos(10_000_000);
        }
      } else {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return null;
  }

  private void awaitFinalizer() {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (finished.get() < ended.get()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(ended.get() - finished.get() + " chains do not finish");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void longSession(OrganizationSessions organization) {
    UUID id = organization.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    long[] nanos = new long[LONG_SESSION];
    for (int i = 0; i < LONG_SESSION; i++) {
      long before = System.nanoTime();
      organization.append(id, Message.fromUser("Are you still there?"));
      nanos[i] = System.nanoTime() - before;
    }
    long first = median(Arrays.copyOf(nanos, LONG_SESSION / 10));
    long last = median(Arrays.copyOfRange(nanos, LONG_SESSION - LONG_SESSION / 10, LONG_SESSION));
    say(
        "a session of %,d messages: %d us an append at first, %d us at last",
        LONG_SESSION, first / 1_000, last / 1_000);
    figure("append_10000_vs_first", (double) last / first);
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private void sizes() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> names = new ArrayList<>();
      List<Long> aged = sizes(statement, names);
      statement.execute("VACUUM FULL");
      List<Long> live = sizes(statement, new ArrayList<>());
      for (int i = 0; i < names.size(); i++) {
        if (aged.get(i) > 1 << 20) {
          say(
              "%-20s %,8d KB, newly written %,8d KB",
              names.get(i), aged.get(i) >> 10, live.get(i) >> 10);
        }
      }
      figure("bytes_vs_live", (double) sum(aged) / sum(live));
    }
  }

  private static List<Long> sizes(Statement statement, List<String> names) throws SQLException {
    List<Long> sizes = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(SIZES)) {
      while (rows.next()) {
        names.add(rows.getString(1));
        sizes.add(rows.getLong(2));
      }
    }
    return sizes;
  }

  private static long size(PostgresDatabase database) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return sum(sizes(statement, new ArrayList<>()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long sum(List<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).sum();
  }

  private void say(String format, Object... values) {
    say(start, format, values);
  }

  /** Prints a line with the seconds since the start. */
  static void say(long start, String format, Object... values) {
    System.out.printf(
        Locale.ROOT,
        "[%5d s] %s%n",
        (System.nanoTime() - start) / 1_000_000_000,
        String.format(Locale.ROOT, format, values));
  }

  static void figure(String name, double value) {
    System.out.printf(Locale.ROOT, "figure age.%s %.2f%n", name, value);
  }
}
