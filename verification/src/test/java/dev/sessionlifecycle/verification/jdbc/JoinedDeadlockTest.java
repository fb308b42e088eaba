package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Guards against a fault of H2 2.x, which leaves the other side of a deadlock waiting in a loop if
 * a host continues from its savepoint and commits.
 */
class JoinedDeadlockTest {

  // Without the refusal the other side waits forever and cannot be interrupted.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_joined_view_allows_only_a_full_rollback_after_a_deadlock_on_h2() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (HikariDataSource pool = TestDatabase.H2.pool(4);
        Connection host = pool.getConnection();
        Connection other = pool.getConnection()) {
      JdbcSessionStore store =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
      SessionKey first = SampleIntents.key();
      SessionKey second = SampleIntents.key();
      store.open(SampleIntents.open(first));
      store.open(SampleIntents.open(second));
      host.setAutoCommit(false);
      other.setAutoCommit(false);
      // H2 rolls back the younger of the two: this one, meant to be the host's, begins last.
      lock(other, second);
      SessionStore joined = store.joining(host);
      joined.append(SampleIntents.append(first, "hello"));
      Future<Integer> waiting = thread.submit(() -> lock(other, first));
      await().atMost(10, TimeUnit.SECONDS).until(() -> isOneBlocked(pool));
      StoreException deadlock = refusal(() -> joined.append(SampleIntents.append(second, "hello")));
      assertThat(deadlock.isTransient()).isTrue();
      assertThat(deadlock).hasMessageContaining("roll the whole transaction back");
      assertThat(deadlock.getCause())
          .isInstanceOfSatisfying(
              SQLException.class, it -> assertThat(it.getSQLState()).isEqualTo("40001"));
      assertThat(refusal(() -> joined.find(first)))
          .hasMessageContaining("roll the whole transaction back");
      host.rollback();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      other.rollback();
      assertThat(store.joining(host).messages(first, 0, 9)).isEmpty();
      host.rollback();
    } finally {
      thread.shutdownNow();
    }
  }

  private static StoreException refusal(Runnable call) {
    return catchThrowableOfType(StoreException.class, call::run);
  }

  private static int lock(Connection connection, SessionKey key) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          "UPDATE sl_session SET has_recording = TRUE WHERE id = '" + key.sessionId() + "'");
    }
  }

  private static boolean isOneBlocked(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL")) {
      return rows.next() && rows.getInt(1) == 1;
    }
  }
}
