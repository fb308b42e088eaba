package dev.sessionlifecycle.benchmarks.snapshot;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Looks for due chains and claims some, quietly and then under an open snapshot that keeps the dead
 * index entries of hundreds of thousands of finished chains; looks for what is due to the sweeps of
 * housekeeping, too. Each figure is a ratio of medians.
 */
final class SnapshotBenchmark {
  private static final int CHAINS = 400_000;
  private static final int ORGANIZATIONS = 50;
  private static final int CLAIM = 500;
  private static final int IDLE_ROUNDS = 101;
  private static final int CLAIM_ROUNDS = 21;

  private static final String LATER = "now() + interval '90 days'";

  private final JdbcSessionStore store;
  private final Statement statement;

  private final BarChart chart = new BarChart("Looks and claims", "milliseconds");

  private SnapshotBenchmark(JdbcSessionStore store, Statement statement) {
    this.store = store;
    this.statement = statement;
  }

  /** Runs the program; it takes no arguments. */
  public static void main(String[] args) throws SQLException, java.io.IOException {
    Map<String, String> settings = Map.of("shared_buffers", "512MB", "max_wal_size", "8GB");
    try (PostgresServer server = PostgresServer.startDurable(settings)) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(server.createDatabase().url());
      config.setMaximumPoolSize(4);
      try (HikariDataSource pool = new HikariDataSource(config);
          JdbcSessionStore store =
              JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
          Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          Connection reader = pool.getConnection()) {
        ManySessions.load(pool, CHAINS * 102 / 100, ORGANIZATIONS);
        statement.execute("DELETE FROM sl_chain");
        statement.execute(
            "INSERT INTO sl_chain (organization_id, session_id, shape, state, finished_at)"
                + " SELECT organization_id, id, '"
                + ManySessions.SHAPE
                + "', '', now() FROM sl_session WHERE status = 'closed' LIMIT "
                + CHAINS);
        statement.execute(
            "UPDATE sl_session SET retention_due_at = CASE status WHEN 'closed' THEN "
                + LATER
                + " END, sweep_due_at = CASE status WHEN 'active' THEN "
                + LATER
                + " END");
        statement.execute(
            "INSERT INTO sl_external_ref (organization_id, external_key, kept_until)"
                + " SELECT DISTINCT organization_id, 'kept', "
                + LATER
                + " FROM sl_session");
        statement.execute("VACUUM (FULL, ANALYZE) sl_session");
        statement.execute("VACUUM ANALYZE sl_chain");
        SnapshotBenchmark benchmark = new SnapshotBenchmark(store, statement);
        benchmark.run(reader);
        benchmark.chart.writeIfAsked("snapshot");
      }
    }
  }

  private void run(Connection reader) throws SQLException {
    long idleQuiet = idle();
    long claimQuiet = claims();
    long[] sweepsQuiet = sweeps();
    reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    reader.setAutoCommit(false);
    try (Statement other = reader.createStatement()) {
      other.execute("SELECT count(*) FROM sl_chain");
      statement.execute("UPDATE sl_chain SET due_at = now()");
      statement.execute("UPDATE sl_chain SET due_at = now() + interval '1 minute'");
      statement.execute("UPDATE sl_chain SET due_at = NULL");
      report("idle", idleQuiet, idle());
      report("claim", claimQuiet, claims());
      statement.execute(
          "UPDATE sl_session SET sweep_due_at = now(), retention_due_at = now() WHERE status ="
              + " 'closed'");
      statement.execute(
          "UPDATE sl_session SET sweep_due_at = NULL, retention_due_at = "
              + LATER
              + " WHERE status ="
              + " 'closed'");
      statement.execute(
          "INSERT INTO sl_external_ref (organization_id, external_key, kept_until)"
              + " SELECT organization_id, CAST(id AS text), now() FROM sl_session");
      statement.execute("DELETE FROM sl_external_ref WHERE kept_until <= now()");
      reportSweeps(sweepsQuiet, sweeps());
      other.execute("SELECT count(*) FROM sl_chain");
      reader.commit();
    }
  }

  private long idle() {
    return median(IDLE_ROUNDS, () -> claimNanos(0));
  }

  /** The looks of the sweeps: time limits, retention, ends without a start. */
  private long[] sweeps() {
    DueQuery query = new DueQuery(CLAIM, CLAIM, null);
    return new long[] {
      median(IDLE_ROUNDS, () -> nanos(() -> store.sweeps().due(query).candidates().size())),
      median(IDLE_ROUNDS, () -> nanos(() -> store.disposals().due(query).sessions().size())),
      median(IDLE_ROUNDS, () -> nanos(() -> store.sweeps().forgetEarlyEnds(CLAIM, true)))
    };
  }

  private static long nanos(IntSupplier look) {
    long start = System.nanoTime();
    int found = look.getAsInt();
    long nanos = System.nanoTime() - start;
    if (found != 0) {
      throw new IllegalStateException("found " + found);
    }
    return nanos;
  }

  private void reportSweeps(long[] quiet, long[] held) {
    List<String> names = List.of("time limits", "retention", "early ends");
    double worst = 0;
    for (int i = 0; i < held.length; i++) {
      worst = Math.max(worst, (double) held[i] / quiet[i]);
      print(names.get(i), quiet[i], held[i]);
    }
    System.out.printf(Locale.ROOT, "figure snapshot.sweep_vs_quiet %.2f%n", worst);
  }

  /** The claimed chains are finished by hand, so that each round finds as many. */
  private long claims() {
    return median(
        CLAIM_ROUNDS,
        () -> {
          execute(
              "UPDATE sl_chain SET due_at = now() WHERE ctid = ANY(ARRAY(SELECT ctid FROM sl_chain"
                  + " LIMIT "
                  + CLAIM
                  + "))");
          long nanos = claimNanos(CLAIM);
          execute("UPDATE sl_chain SET due_at = NULL, owner = NULL WHERE due_at IS NOT NULL");
          return nanos;
        });
  }

  private long claimNanos(int expected) {
    long start = System.nanoTime();
    int claimed =
        store
            .chains()
            .claim(
                new ClaimRequest(
                    UUID.randomUUID(),
                    Duration.ofMinutes(1),
                    CLAIM,
                    CLAIM,
                    Set.of(ManySessions.SHAPE),
                    null))
            .size();
    long nanos = System.nanoTime() - start;
    if (claimed != expected) {
      throw new IllegalStateException("claimed " + claimed + " chains, expected " + expected);
    }
    return nanos;
  }

  private void execute(String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long median(int rounds, LongSupplier nanos) {
    return LongStream.generate(nanos).limit(rounds).sorted().skip(rounds / 2).findFirst().orElse(0);
  }

  private void report(String name, long quiet, long held) {
    print(name, quiet, held);
    System.out.printf(
        Locale.ROOT, "figure snapshot.%s_vs_quiet %.2f%n", name, (double) held / quiet);
  }

  private void print(String name, long quiet, long held) {
    chart.bar(name, "quiet", quiet / 1e6).bar(name, "under a held snapshot", held / 1e6);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f ms quiet, %.2f ms under a held snapshot of %,d chains%n",
        name,
        quiet / 1e6,
        held / 1e6,
        CHAINS);
  }
}
