package dev.sessionlifecycle.benchmarks.distributed;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the statements for distributed tables cost on a single PostgreSQL, beside the usual ones in
 * turns, and whether a claim costs more if many organizations have nothing to do.
 */
final class DistributedBenchmark {
  private static final int ROUNDS = 5;
  private static final int SESSIONS = 1_500;
  private static final int ORGANIZATIONS = 16;
  private static final int CLAIMS = 51;
  private static final int WARM_UP_CLAIMS = 20;
  private static final int AT_WORK = 50;
  private static final int FEW = 100;
  private static final int MANY = 100_000;

  private static final FinalizeChain CHAIN =
      FinalizeChain.first(step("one")).then(step("two")).then(step("three"));

  private DistributedBenchmark() {}

  /** Runs the program; it takes no arguments. */
  public static void main(String[] args) throws SQLException, IOException {
    Map<String, String> settings = Map.of("shared_buffers", "512MB", "max_wal_size", "4GB");
    try (PostgresServer server = PostgresServer.startDurable(settings)) {
      BarChart chart =
          new BarChart(
              "Statements for distributed tables", "on one PostgreSQL, beside the usual ones");
      compare(server, chart);
      claimAmongIdle(server, chart);
      chart.writeIfAsked("distributed");
    }
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.createDatabase().url());
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private record Rates(List<Double> ends, List<Double> chains) {
    Rates() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private static void compare(PostgresServer server, BarChart chart) {
    try (HikariDataSource pool = pool(server);
        JdbcSessionStore plain =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
        JdbcSessionStore distributed =
            JdbcSessionStore.builder(pool)
                .schemaMode(SchemaMode.NONE)
                .tableLayout(TableLayout.DISTRIBUTED)
                .build()) {
      Rates ofPlain = new Rates();
      Rates ofDistributed = new Rates();
      for (int round = 0; round <= ROUNDS; round++) {
        run(plain, round == 0 ? new Rates() : ofPlain);
        run(distributed, round == 0 ? new Rates() : ofDistributed);
        System.out.println("round " + round + " of " + ROUNDS);
      }
      report(chart, "close", ofPlain.ends(), ofDistributed.ends());
      report(chart, "finalize", ofPlain.chains(), ofDistributed.chains());
    }
  }

  /** Ends sessions one by one, then works off their chains. */
  private static void run(JdbcSessionStore store, Rates rates) {
    SessionLifecycle lifecycle = SessionLifecycle.builder(store).finalizeWith(CHAIN).build();
    List<OrganizationSessions> organizations = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      if (i < ORGANIZATIONS) {
        organizations.add(lifecycle.organization(UUID.randomUUID()));
      }
      ids.add(
          organizations
              .get(i % ORGANIZATIONS)
              .open(SessionRequest.with(UUID.randomUUID()))
              .orThrow()
              .id());
    }
    long start = System.nanoTime();
    for (int i = 0; i < SESSIONS; i++) {
      organizations.get(i % ORGANIZATIONS).close(ids.get(i), "USER_REQUESTED");
    }
    long ended = System.nanoTime();
    int finished = 0;
    while (finished < SESSIONS) {
      FinalizerReport report = lifecycle.finalizer().runDue(SESSIONS);
      finished += report.finished();
    }
    long done = System.nanoTime();
    rates.ends().add(SESSIONS * 1e9 / (ended - start));
    rates.chains().add(SESSIONS * 1e9 / (done - ended));
  }

  private static void report(
      BarChart chart, String name, List<Double> plain, List<Double> distributed) {
    double usual = median(plain);
    double single = median(distributed);
    System.out.printf(
        Locale.ROOT, "%s: %,.0f a second as usual, %,.0f distributed%n", name, usual, single);
    System.out.printf(Locale.ROOT, "figure distributed.%s_vs_plain %.2f%n", name, single / usual);
    chart.bar(name + ", per second", "distributed tables", single);
    chart.bar(name + ", per second", "usual tables", usual);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }

  private static void claimAmongIdle(PostgresServer server, BarChart chart) throws SQLException {
    List<Long> ofFew = new ArrayList<>();
    List<Long> ofMany = new ArrayList<>();
    try (HikariDataSource few = pool(server);
        HikariDataSource many = pool(server)) {
      load(few, FEW);
      load(many, MANY);
      for (int i = -WARM_UP_CLAIMS; i < CLAIMS; i++) {
        long nanosOfFew = claimNanos(few);
        long nanosOfMany = claimNanos(many);
        if (i >= 0) {
          ofFew.add(nanosOfFew);
          ofMany.add(nanosOfMany);
        }
      }
    }
    double few = medianOf(ofFew);
    double many = medianOf(ofMany);
    System.out.printf(
        Locale.ROOT,
        "a claim for %d organizations with work: %.2f ms among %,d, %.2f ms among %,d%n",
        AT_WORK,
        few / 1e6,
        FEW,
        many / 1e6,
        MANY);
    System.out.printf(Locale.ROOT, "figure distributed.claim_idle_orgs %.2f%n", many / few);
    String claims = "a claim, milliseconds";
    chart.bar(claims, String.format(Locale.ROOT, "among %,d organizations", MANY), many / 1e6);
    chart.bar(claims, String.format(Locale.ROOT, "among %,d organizations", FEW), few / 1e6);
  }

  private static double medianOf(List<Long> nanos) {
    return median(nanos.stream().map(Long::doubleValue).toList());
  }

  /** Loads ended sessions of which nothing is due, and leaves the server nothing to tidy up. */
  private static void load(HikariDataSource pool, int organizations) throws SQLException {
    JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build().close();
    ManySessions.load(pool, organizations * 2, organizations);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM sl_chain");
      statement.execute(
          "INSERT INTO sl_chain (organization_id, session_id, shape, state, finished_at)"
              + " SELECT organization_id, id, '"
              + ManySessions.SHAPE
              + "', '', now() FROM sl_session WHERE status = 'closed'");
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
  }

  /** The time of a claim that looks for organizations first. */
  private static long claimNanos(HikariDataSource pool) {
    execute(
        pool,
        "UPDATE sl_chain SET due_at = now() - interval '1 second' WHERE (organization_id, session_id)"
            + " IN (SELECT DISTINCT ON (organization_id) organization_id, session_id FROM sl_chain"
            + " ORDER BY organization_id, session_id LIMIT "
            + AT_WORK
            + ")");
    try (JdbcSessionStore store =
        JdbcSessionStore.builder(pool)
            .schemaMode(SchemaMode.NONE)
            .tableLayout(TableLayout.DISTRIBUTED)
            .clock(StoreClock.of(InstantSource.system()))
            .build()) {
      long start = System.nanoTime();
      int claimed =
          store
              .chains()
              .claim(
                  new ClaimRequest(
                      UUID.randomUUID(),
                      Duration.ofMinutes(1),
                      FEW,
                      10,
                      Set.of(ManySessions.SHAPE),
                      null))
              .size();
      long nanos = System.nanoTime() - start;
      if (claimed != AT_WORK) {
        throw new IllegalStateException("claimed " + claimed + " chains, expected " + AT_WORK);
      }
      execute(pool, "UPDATE sl_chain SET due_at = NULL, owner = NULL WHERE due_at IS NOT NULL");
      return nanos;
    }
  }

  private static void execute(HikariDataSource pool, String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
