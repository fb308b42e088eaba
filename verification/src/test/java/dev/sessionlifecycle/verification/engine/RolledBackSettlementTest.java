package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * Settlements that the database rolls back because of concurrent work on the same rows are retried.
 */
class RolledBackSettlementTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Settles when nothing is left to run, however slow the machine is. */
  private static final FinalizerOptions PATIENT =
      FinalizerOptions.builder().settleFlush(Duration.ofSeconds(1)).build();

  private final UUID organization = UUID.randomUUID();
  private final Queue<FinalizerEvent> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch both = new CountDownLatch(2);
  private final CountDownLatch go = new CountDownLatch(1);
  private final FinalizeChain chain =
      FinalizeChain.first(
          FinalizeStep.of(
              "writes",
              context -> {
                both.countDown();
                if (both.getCount() == 0) {
                  go.await(); // both are claimed, and are settled together
                }
                return StepOutcome.done(Effects.builder().summary("short").build());
              }));

  @Test
  void a_deadlock_within_a_settlement_is_retried_and_counts_once() throws Exception {
    // Only the store detects deadlocks, so its transaction is the one that is rolled back. It looks
    // once in each wait: the wait that closes the cycle must be its own, however slow the machine.
    String url = PostgresServer.shared().createDatabase().url();
    List<String> states =
        settleDuringInterference(
            url,
            "deadlock_timeout = '300ms'",
            other -> {
              try (Connection third = DriverManager.getConnection(url)) {
                third.setAutoCommit(false);
                touch(third, "min");
                run(other, "SET deadlock_timeout = '1h'");
                touch(other, "max");
                go.countDown();
                awaitBlocked(third);
                CompletableFuture<Void> table = lockTableAndCommit(other);
                awaitWaiting(third, other);
                third.commit(); // now the store waits for the other row
                table.get(SOON.toSeconds(), TimeUnit.SECONDS);
              }
            });
    assertThat(states).contains("40P01");
  }

  @Test
  void a_serialization_failure_within_a_settlement_is_retried_and_counts_once() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    List<String> states =
        settleDuringInterference(
            url,
            "default_transaction_isolation = 'repeatable read'",
            other -> {
              touch(other, "max");
              go.countDown();
              awaitBlocked(other);
              other.commit();
            });
    assertThat(states).contains("40001");
  }

  @Test
  void a_settlement_waits_briefly_for_a_lock_and_is_written_when_it_is_free() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    try (HikariDataSource pool = pool(url + "&options=-c%20lock_timeout=100")) {
      RollbackDataSource source = new RollbackDataSource(pool);
      SessionStore store = store(source);
      try (SessionLifecycle lifecycle = lifecycle(store);
          Connection other = DriverManager.getConnection(url)) {
        List<UUID> ids = end(lifecycle, 2);
        lifecycle.finalizer().start();
        await().atMost(SOON).until(() -> both.getCount() == 0);
        other.setAutoCommit(false);
        run(other, "UPDATE sl_chain SET claims = claims");
        go.countDown();
        await().atMost(SOON).until(() -> source.states().contains("55P03"));
        other.commit();
        await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().chainsFinished() == 2);
        assertOnce(store, ids);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"H2 40001", "H2 90131", "POSTGRESQL 40001", "POSTGRESQL 40P01"})
  void a_rollback_at_any_statement_is_not_reported_to_listeners(String how) throws SQLException {
    String url =
        how.startsWith("H2")
            ? "jdbc:h2:mem:" + UUID.randomUUID()
            : PostgresServer.shared().createDatabase().url();
    String state = how.substring(how.indexOf(' ') + 1);
    go.countDown();
    try (HikariDataSource pool = pool(url)) {
      RollbackDataSource source = new RollbackDataSource(pool);
      SessionStore store = store(source);
      try (SessionLifecycle lifecycle = lifecycle(store)) {
        int execution = 0;
        do {
          List<UUID> ids = end(lifecycle, 2);
          source.undo(++execution, state);
          assertThat(lifecycle.finalizer().runDue(10).finished()).isEqualTo(2);
          assertOnce(store, ids);
        } while (!source.states().isEmpty());
        // The shapes, a claim, what the step reads, and the settlement with its effects.
        assertThat(execution).isGreaterThan(6);
      }
    }
    assertThat(events).noneMatch(FinalizerEvent.StoreFailed.class::isInstance);
  }

  private interface Interference {
    void at(Connection other) throws Exception;
  }

  /**
   * Settles two chains at once while another transaction interferes; returns the store's errors.
   */
  private List<String> settleDuringInterference(String url, String setting, Interference inTheWay)
      throws Exception {
    try (HikariDataSource pool = pool(url)) {
      RollbackDataSource source = new RollbackDataSource(pool);
      SessionStore store = store(source);
      try (SessionLifecycle lifecycle = lifecycle(store);
          Connection other = DriverManager.getConnection(url)) {
        List<UUID> ids = end(lifecycle, 2);
        // Only now, since the store refuses a pool with this setting.
        run(other, "ALTER DATABASE \"" + other.getCatalog() + "\" SET " + setting);
        pool.getHikariPoolMXBean().softEvictConnections();
        other.setAutoCommit(false);
        Thread node = new Thread(() -> lifecycle.finalizer().runDue(10, PATIENT));
        node.start();
        await().atMost(SOON).until(() -> both.getCount() == 0);
        inTheWay.at(other);
        node.join();
        assertOnce(store, ids);
      }
      assertThat(events).noneMatch(FinalizerEvent.StoreFailed.class::isInstance);
      return source.states();
    }
  }

  private void assertOnce(SessionStore store, List<UUID> ids) {
    for (UUID id : ids) {
      SessionKey key = new SessionKey(organization, id);
      assertThat(store.find(key).orElseThrow().summary()).isEqualTo("short");
      assertThat(store.chains().find(key).orElseThrow().state().encode()).isEqualTo("d1");
      assertThat(store.chains().attempts(key)).hasSize(1);
    }
  }

  private static void touch(Connection connection, String which) throws SQLException {
    run(
        connection,
        "UPDATE sl_chain SET claims = claims WHERE session_id = (SELECT "
            + which
            + "(session_id::text)::uuid FROM sl_chain)");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * What waits for a lock of the table gets it before the store tries again; for a row it may not.
   */
  private static CompletableFuture<Void> lockTableAndCommit(Connection connection) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            run(connection, "LOCK TABLE sl_chain IN EXCLUSIVE MODE");
            connection.commit();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task).start());
  }

  /** Waits until a transaction waits for a lock held by this connection. */
  private static void awaitBlocked(Connection connection) {
    awaitLock(connection, "pg_backend_pid() = ANY (pg_blocking_pids(pid))");
  }

  /** Waits, on one connection, until the other one waits for a lock. */
  private static void awaitWaiting(Connection connection, Connection other) throws SQLException {
    int pid = other.unwrap(PGConnection.class).getBackendPID();
    awaitLock(connection, "NOT granted AND pid = " + pid);
  }

  private static void awaitLock(Connection connection, String condition) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              try (Statement statement = connection.createStatement();
                  ResultSet rows =
                      statement.executeQuery("SELECT 1 FROM pg_locks WHERE " + condition)) {
                return rows.next();
              }
            });
  }

  private static SessionStore store(RollbackDataSource source) {
    return JdbcSessionStore.builder(source.dataSource()).schemaMode(SchemaMode.MIGRATE).build();
  }

  private SessionLifecycle lifecycle(SessionStore store) {
    return SessionLifecycle.builder(store)
        .finalizeWith(chain)
        .finalizerListener(events::add)
        .build();
  }

  private List<UUID> end(SessionLifecycle lifecycle, int count) {
    OrganizationSessions sessions = lifecycle.organization(organization);
    return Stream.generate(
            () -> sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id())
        .limit(count)
        .peek(id -> sessions.close(id, "user_hangup"))
        .toList();
  }

  private static HikariDataSource pool(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(0); // none is opened unasked with the previous settings
    return pool;
  }
}
