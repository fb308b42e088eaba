package dev.sessionlifecycle.benchmarks.purge;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Purges a tenth of a large store through the library's own housekeeping, while other threads close
 * sessions at a steady rate: measures its memory, its longest transaction, and its effect on the
 * closes. Then expires live sessions, and shows that neither operation scans a whole table.
 */
final class PurgeBenchmark {
  private static final int RATE = 150;
  private static final int SILENT = 5_000;
  private static final int BATCH = 1_000;
  private static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(4);
  private static final long QUIET_NS = 5 * WINDOW_NS;

  private final PostgresDatabase database;
  private final int sessions;
  private final int due;

  private PurgeBenchmark(PostgresDatabase database, int sessions) {
    this.database = database;
    this.sessions = sessions;
    this.due = sessions / 10;
  }

  /**
   * Runs the program. Argument: the number of sessions, 1,000,000 by default; each has ten
   * messages.
   */
  public static void main(String[] args) throws Exception {
    int sessions = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    Map<String, String> settings =
        Map.of(
            "max_wal_size", "8GB",
            "shared_buffers", "512MB",
            "maintenance_work_mem", "512MB",
            "checkpoint_timeout", "15min");
    try (PostgresServer server = PostgresServer.startDurable(settings)) {
      new PurgeBenchmark(server.createDatabase(), sessions).run();
    }
  }

  private void run() throws Exception {
    long start = System.nanoTime();
    load();
    say("loaded %d sessions and %d messages in %.0f s", sessions, 10L * sessions, since(start));
    purge();
    expire();
    say("all in %.0f s", since(start));
  }

  private void load() throws Exception {
    try (HikariDataSource pool = pool(2);
        SessionLifecycle lifecycle = lifecycle(pool);
        Sql sql = Sql.on(pool)) {
      OrganizationSessions templates = lifecycle.organization(UUID.randomUUID());
      UUID ended = conversation(templates);
      UUID live = conversation(templates);
      templates.close(ended, "resolved");
      new Load(sql, sessions).run(ended, live, due);
    }
  }

  private static UUID conversation(OrganizationSessions sessions) {
    UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    for (int turn = 0; turn < 5; turn++) {
      sessions.append(
          id,
          Message.fromUser("Where is my order? It was to be here yesterday."),
          Message.fromAgent("It is on its way, and will be with you on Friday."));
    }
    return id;
  }

  private void purge() throws Exception {
    Closers closers = new Closers(RATE);
    try (HikariDataSource pool = pool(8);
        SessionLifecycle others = lifecycle(pool)) {
      closers.prepare(others, RATE * 300);
      closers.start();
      TimeUnit.NANOSECONDS.sleep(2 * WINDOW_NS);
      List<double[]> quiet = new ArrayList<>(quiet(closers));
      ReadRows before = ReadRows.of(database);
      long begin = System.nanoTime();
      purgeAll();
      long end = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(WINDOW_NS);
      quiet.addAll(quiet(closers));
      closers.stop();
      List<double[]> busy = closers.windows(begin, end, WINDOW_NS);
      closes("quiet", quiet);
      closes("purge", busy);
      before.print("purge", ReadRows.of(database));
      List<Receipt> receipts = receipts(others);
      long rows = receipts.stream().mapToLong(Receipt::rows).sum();
      double seconds = (end - begin) / 1e9;
      say("%d receipts for %d rows in %.1f s", receipts.size(), rows, seconds);
      figure("purge.sessions", receipts.stream().mapToLong(Receipt::sessions).sum());
      figure("purge.p99_vs_quiet", Closers.overall(busy, 0.99) / Closers.overall(quiet, 0.99));
      figure(
          "purge.p99_of_windows_vs_quiet",
          Closers.percentile(busy, 0.99) / Closers.percentile(quiet, 0.99));
      figure("purge.rows_per_s", rows / seconds);
      new BarChart("Closes while a purge runs", "milliseconds")
          .bar("99th percentile", "during the purge", Closers.overall(busy, 0.99))
          .bar("99th percentile", "quiet", Closers.overall(quiet, 0.99))
          .bar("median", "during the purge", Closers.overall(busy, 0.5))
          .bar("median", "quiet", Closers.overall(quiet, 0.5))
          .writeIfAsked("purge");
    }
  }

  private static List<double[]> quiet(Closers closers) throws InterruptedException {
    long begin = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(QUIET_NS);
    return closers.windows(begin, System.nanoTime(), WINDOW_NS);
  }

  /** Purges like a separate node, with its own connections. */
  private void purgeAll() {
    try (HikariDataSource pool = pool(2)) {
      TimedConnections timed = new TimedConnections(pool);
      SessionLifecycle house = lifecycle(timed);
      double first = heapMb(true);
      timed.forget();
      double peak = 0;
      for (int purged = 0; purged < due; ) {
        HousekeepingReport report = house.housekeeping().runDue(BATCH);
        purged += report.count(Done.PURGED);
        peak = Math.max(peak, heapMb(false));
        if (report.count(Done.PURGED) == 0) {
          throw new IllegalStateException("nothing is purged any more: " + report);
        }
      }
      double last = heapMb(true);
      say("heap: %.1f MB before, at most %.1f, %.1f MB after", first, peak, last);
      figure("purge.max_heap_mb", Runtime.getRuntime().maxMemory() >> 20);
      figure("purge.heap_growth_mb", Math.max(0, last - first));
      figure("purge.max_tx_ms", timed.longestMs());
    }
  }

  private List<Receipt> receipts(SessionLifecycle lifecycle) {
    List<Receipt> all = new ArrayList<>();
    for (int i = 0; i < Load.ORGANIZATIONS; i++) {
      all.addAll(lifecycle.retention(Load.organization(i)).receipts(null, 500));
    }
    return all;
  }

  /** Measures what the sweep over live sessions reads among as many that are not due. */
  private void expire() throws Exception {
    try (HikariDataSource pool = pool(2);
        Sql sql = Sql.on(pool)) {
      sql.run(
          "UPDATE sl_session SET sweep_due_at = now() - interval '1 minute' WHERE id IN (SELECT id"
              + " FROM sl_session WHERE status = 'active' AND created_at < now() - interval '31"
              + " days' LIMIT "
              + SILENT
              + ")");
      sql.run("VACUUM ANALYZE sl_session");
    }
    ReadRows before = ReadRows.of(database);
    long start = System.nanoTime();
    int expired = 0;
    try (HikariDataSource pool = pool(2);
        SessionLifecycle lifecycle = lifecycle(pool)) {
      boolean more = true;
      while (more) {
        var report = lifecycle.housekeeping().runDue(BATCH);
        expired += report.count(Done.EXPIRED);
        more = report.more();
      }
    }
    say("expired %d in %.1f s", expired, since(start));
    before.print("expiry", ReadRows.of(database));
    figure("purge.expired_per_s", expired / since(start));
  }

  private SessionLifecycle lifecycle(javax.sql.DataSource source) {
    return SessionLifecycle.builder(
            JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build())
        .retention(RetentionPolicy.keepFor(Duration.ofDays(365)))
        .build();
  }

  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  private static void closes(String when, List<double[]> windows) {
    say(
        "closes, %s: %d, p50 %.2f ms, p99 %.2f ms (of %d windows %.2f ms), worst %.1f ms",
        when,
        Closers.count(windows),
        Closers.overall(windows, 0.5),
        Closers.overall(windows, 0.99),
        windows.size(),
        Closers.percentile(windows, 0.99),
        Closers.worst(windows));
  }

  private static double heapMb(boolean collect) {
    if (collect) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static void figure(String name, long value) {
    System.out.println("figure " + name + " " + value);
  }

  private static void figure(String name, double value) {
    System.out.println(String.format(Locale.ROOT, "figure %s %.2f", name, value));
  }
}
