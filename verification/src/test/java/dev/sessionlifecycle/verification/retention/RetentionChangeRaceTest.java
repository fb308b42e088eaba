package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.Race;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Retention is recalculated while chains are settled, on PostgreSQL. The recalculation locks
 * sessions in the order of their keys, a settlement of many in an order that the planner chooses:
 * if they deadlock (3 times in 60 rounds of the first test, which costs a second each), the
 * database rolls one of them back, and it is retried.
 */
@Tag("long")
class RetentionChangeRaceTest {
  private static final String WAITING =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
          + " AND backend_type = 'client backend' AND cardinality(pg_blocking_pids(pid)) > 0";

  private static final String DEADLOCKS =
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

  private final MonthFixture stage = new MonthFixture(TableLayout.PLAIN);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void concurrent_recalculation_and_settlement_both_succeed() {
    UUID policy = UUID.randomUUID();
    try (SessionLifecycle other = stage.node()) {
      for (int round = 1; round <= 5; round++) {
        Duration keep = Duration.ofDays(10 + round);
        List<Session> ended =
            Stream.generate(() -> stage.unfinished(stage.organization, UUID.randomUUID()))
                .limit(20)
                .toList();
        stage.retention.defineDefault(policy, RetentionPolicy.keepFor(keep));
        List<Callable<Integer>> racers =
            List.of(
                () -> stage.lifecycle.finalizer().runDue(100).finished(),
                () -> other.finalizer().runDue(100).finished(),
                () -> stage.retention.recalculateRetention(RetentionChangeMode.NEVER_SHORTER));
        List<Integer> told = Race.values(racers);
        assertThat(told.get(0) + told.get(1)).isEqualTo(20);
        assertThat(told.get(2)).isEqualTo(20 * round);
        assertThat(ended)
            .map(it -> stage.sessions.get(it.id()))
            .allMatch(it -> it.finalizedAt() != null)
            .allMatch(it -> it.statusSince().plus(keep).equals(it.retentionExpiresAt()));
      }
    }
  }

  @Test
  void a_recalculation_rolled_back_by_a_deadlock_is_retried() throws Exception {
    List<UUID> inOrder =
        Stream.of(stage.ended(), stage.ended())
            .map(Session::id)
            .sorted(Comparator.comparing(UUID::toString))
            .toList();
    Duration keep = Duration.ofDays(30);
    stage.retention.defineDefault(UUID.randomUUID(), RetentionPolicy.keepFor(keep));
    try (Connection third = stage.pool.getConnection();
        Statement between = third.createStatement();
        Connection connection = stage.pool.getConnection();
        Statement statement = connection.createStatement()) {
      onlyOthersLookForDeadlocks(statement);
      third.setAutoCommit(false);
      touch(between, inOrder.get(0));
      connection.setAutoCommit(false);
      touch(statement, inOrder.get(1));
      CompletableFuture<Integer> stamped =
          CompletableFuture.supplyAsync(
              () -> stage.retention.recalculateRetention(RetentionChangeMode.NEVER_SHORTER));
      awaitWaiting(1);
      CompletableFuture<Void> table =
          CompletableFuture.runAsync(
              () -> lockTableAndCommit(statement), task -> new Thread(task).start());
      awaitWaiting(2);
      third.commit(); // now the recalculation waits for the other row
      table.get(20, TimeUnit.SECONDS);
      assertThat(stamped.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    }
    stage.pool.getHikariPoolMXBean().softEvictConnections(); // the server counts when they end
    Awaitility.await().until(() -> !stage.strings(DEADLOCKS).contains("0"));
    assertThat(stage.strings(DEADLOCKS)).containsExactly("1");
    for (UUID id : inOrder) {
      Session session = stage.sessions.get(id);
      assertThat(session.retentionExpiresAt()).isEqualTo(session.statusSince().plus(keep));
    }
  }

  /**
   * The recalculation looks for a deadlock once in each wait, so the wait that closes the cycle is
   * its own, however slow the machine is. The other update never looks.
   */
  private void onlyOthersLookForDeadlocks(Statement statement) throws SQLException {
    statement.execute(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = 300',"
            + " current_database()); END $$");
    stage.pool.getHikariPoolMXBean().softEvictConnections();
    statement.execute("SET deadlock_timeout = '1h'");
  }

  private void awaitWaiting(int transactions) {
    Awaitility.await().until(() -> stage.strings(WAITING).size() == transactions);
  }

  /** What waits for a lock of the table gets it before a retry; for a row it may not. */
  private static void lockTableAndCommit(Statement statement) {
    try {
      statement.execute("LOCK TABLE sl_session IN EXCLUSIVE MODE");
      statement.getConnection().commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void touch(Statement statement, UUID id) throws SQLException {
    statement.execute("UPDATE sl_session SET version = version WHERE id = '" + id + "'");
  }
}
