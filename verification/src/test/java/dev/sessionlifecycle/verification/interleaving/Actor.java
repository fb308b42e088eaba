package dev.sessionlifecycle.verification.interleaving;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection with its own thread, so that a step waiting for another's lock blocks no one else.
 */
final class Actor implements AutoCloseable {
  private static final long GLANCE_MILLIS = 3;

  private final Connection connection;
  private final SessionStore joined;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final int backend;
  private final String isBlocked;
  private Future<?> last = thread.submit(() -> null);
  private @Nullable Object reply;

  Actor(Connection connection, JdbcSessionStore store) throws SQLException {
    this.connection = connection;
    boolean isH2 = connection.getMetaData().getDatabaseProductName().equals("H2");
    this.backend = number(connection, isH2 ? "SELECT SESSION_ID()" : "SELECT pg_backend_pid()", 0);
    this.isBlocked =
        isH2
            ? "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS"
                + " WHERE SESSION_ID = ? AND BLOCKER_ID IS NOT NULL"
            : "SELECT cardinality(pg_blocking_pids(?))";
    connection.setAutoCommit(false);
    this.joined = store.joining(connection);
  }

  private static int number(Connection on, String sql, int parameter) throws SQLException {
    try (PreparedStatement statement = on.prepareStatement(sql)) {
      if (parameter != 0) {
        statement.setInt(1, parameter);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** Begins a transaction. */
  void begin() {
    reply = null;
    last = thread.submit(() -> number(connection, "SELECT 1", 0));
  }

  /** Performs the operation; {@link #reply()} then returns its result. */
  void act(Operation operation, InterleavingFixture stage) {
    act(store -> operation.on(store, stage));
  }

  /** Performs work on the store that has joined the actor's transaction. */
  void act(Function<SessionStore, Object> work) {
    Callable<Object> call = () -> reply = work.apply(joined);
    last = thread.submit(call);
  }

  void commit() {
    last =
        thread.submit(
            () -> {
              connection.commit();
              return null;
            });
  }

  /** Whether the last step is done; otherwise it waits for a lock. */
  boolean settle(Connection observer)
      throws SQLException, InterruptedException, ExecutionException {
    do {
      try {
        last.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        // It is slow, or it waits.
      }
    } while (number(observer, isBlocked, backend) == 0);
    return false;
  }

  @Nullable Object finish() throws InterruptedException, ExecutionException, TimeoutException {
    last.get(20, TimeUnit.SECONDS);
    return reply;
  }

  @Override
  public void close() throws SQLException {
    thread.shutdownNow();
    connection.close();
  }
}
