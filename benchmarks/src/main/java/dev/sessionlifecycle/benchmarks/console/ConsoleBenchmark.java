package dev.sessionlifecycle.benchmarks.console;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.console.Console;
import dev.sessionlifecycle.console.ConsoleReply;
import dev.sessionlifecycle.console.ConsoleRequest;
import dev.sessionlifecycle.console.ConsoleUser;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows each screen of the console over a million sessions, of which half belong to the
 * organization that is shown, and 43,200 of these began within the last 24 hours. The time of a
 * screen is compared with that of its statements alone, as measured at the driver.
 */
final class ConsoleBenchmark {
  private static final int SESSIONS = 1_000_000;
  private static final int ORGANIZATIONS = 50;
  private static final int WARM_UP = 4_000;
  private static final long LONGEST_WARM_UP = 5_000_000_000L;
  private static final int ROUNDS = 41;
  private static final UUID ORGANIZATION = ManySessions.id(1);

  private final Console console;
  private final TimedDataSource source;
  private final BarChart chart = new BarChart("Screens of the console", "milliseconds");
  private double worstRatio;
  private double slowest;

  private ConsoleBenchmark(Console console, TimedDataSource source) {
    this.console = console;
    this.source = source;
  }

  /** Runs the program; takes the number of sessions, 1,000,000 unless given. */
  public static void main(String[] args) throws SQLException, IOException {
    int sessions = args.length == 0 ? SESSIONS : Integer.parseInt(args[0]);
    Map<String, String> settings = Map.of("shared_buffers", "512MB", "max_wal_size", "8GB");
    try (PostgresServer server = PostgresServer.startDurable(settings)) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(server.createDatabase().url());
      config.setMaximumPoolSize(4);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        TimedDataSource source = new TimedDataSource(pool);
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(
                    JdbcSessionStore.builder(source.dataSource())
                        .schemaMode(SchemaMode.MIGRATE)
                        .build())
                .build();
        ManySessions.load(pool, sessions, ORGANIZATIONS);
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("VACUUM ANALYZE sl_session");
          statement.execute("VACUUM ANALYZE sl_chain");
        }
        Instant now = ManySessions.createdAt(sessions);
        Console console =
            Console.builder(
                    lifecycle,
                    request -> Optional.of(ConsoleUser.reader("benchmark", ORGANIZATION)))
                .clock(() -> now)
                .build();
        new ConsoleBenchmark(console, source).run(sessions);
      }
    }
  }

  private void run(int sessions) throws IOException {
    // The last sessions of the organization that have ended: the numbers of live ones end in 56.
    UUID session = ManySessions.id(sessions - 2L);
    UUID endUser = ManySessions.id(1 + (sessions - 2L) / 100);
    Map<String, String> screens = new LinkedHashMap<>();
    screens.put("overview", "");
    screens.put("sessions", "sessions");
    screens.put("session", "sessions/" + session);
    screens.put("parked work", "parked");
    screens.put("retention", "retention?user=" + endUser);
    screens.put("reasons", "reasons");
    screens.forEach(this::measure);
    chart.writeIfAsked("console");
    System.out.printf(Locale.ROOT, "figure console.slowest_screen_ms %.1f%n", slowest);
    System.out.printf(Locale.ROOT, "figure console.screen_vs_statements %.2f%n", worstRatio);
  }

  private void measure(String name, String address) {
    long begin = System.nanoTime();
    for (int i = 0; i < WARM_UP && System.nanoTime() - begin < LONGEST_WARM_UP; i++) {
      show(address);
    }
    long[] whole = new long[ROUNDS];
    long[] statements = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      source.reset();
      long start = System.nanoTime();
      show(address);
      whole[i] = System.nanoTime() - start;
      statements[i] = source.nanos();
    }
    double screen = median(whole) / 1e6;
    double alone = median(statements) / 1e6;
    chart.bar(name, "screen", screen).bar(name, "its statements alone", alone);
    slowest = Math.max(slowest, screen);
    worstRatio = Math.max(worstRatio, screen / alone);
    System.out.printf(
        Locale.ROOT,
        "%-12s %7.1f ms, its %d statements alone %7.1f ms, ratio %.2f%n",
        name,
        screen,
        source.count(),
        alone,
        screen / alone);
  }

  private void show(String address) {
    int query = address.indexOf('?');
    ConsoleReply reply =
        console.answer(
            new ConsoleRequest(
                "GET",
                query < 0 ? address : address.substring(0, query),
                query < 0
                    ? Map.of()
                    : Map.of("user", List.of(address.substring(address.indexOf('=') + 1))),
                Map.of(),
                Map.of(),
                null,
                null));
    if (reply.status() != 200) {
      throw new IllegalStateException(address + " is answered with " + reply.status());
    }
  }

  private static long median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
