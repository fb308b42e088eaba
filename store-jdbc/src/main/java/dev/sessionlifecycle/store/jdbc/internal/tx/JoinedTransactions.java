package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Work within the caller's transaction, each part between savepoints, so that a failed part leaves
 * the transaction as it was. Never commits or rolls back the whole transaction, closes the
 * connection or changes autocommit. After a deadlock on a database that cannot safely continue, all
 * further work is refused.
 */
public final class JoinedTransactions implements Transactions {
  private static final String SAVEPOINT = "session_lifecycle";

  private final Connection connection;
  private final Jdbi jdbi;
  private final Function<Handle, Transaction> begin;
  private final Dialect dialect;
  private final String hint;
  private volatile boolean mustRollBack;

  /**
   * Joins the transaction on a connection.
   *
   * @param sql the statements that the views will run
   */
  public JoinedTransactions(
      Connection connection, Jdbi jdbi, Function<Handle, Transaction> begin, SqlTemplates sql) {
    this.connection = connection;
    this.jdbi = jdbi;
    this.begin = begin;
    this.dialect = sql.dialect();
    this.hint =
        sql.schemaName().isEmpty()
            ? ". The joined connection may have another search path than the store's: name the"
                + " schema of the tables with .schema(…) on the builder"
            : "";
  }

  @Override
  public <T> List<T> query(
      PreparedSql statement, Map<String, @Nullable Object> values, PreparedSql.Reader<T> read) {
    return together(tx -> tx.query(statement, values, read));
  }

  @Override
  public <T> T single(Function<Transaction, T> work) {
    return together(work);
  }

  @Override
  public <T> T together(Function<Transaction, T> work) {
    if (mustRollBack) {
      throw mustRollBack(null);
    }
    for (int tried = 1; ; tried++) {
      @Nullable Savepoint start = savepoint();
      try (Handle handle = jdbi.open()) {
        T result = work.apply(begin.apply(handle));
        release(start);
        return result;
      } catch (LostRaceException e) {
        undo(start, e);
        if (tried == RACES) {
          throw SqlErrors.failed("lost " + RACES + " races in a row", true, e);
        }
      } catch (JdbiException | SQLException e) {
        undo(start, e);
        if (SqlErrors.isUndone(e) && !dialect.goesOnAfterDeadlock()) {
          mustRollBack = true;
          throw mustRollBack(e);
        }
        throw SqlErrors.translateJoined(e, hint);
      } catch (RuntimeException | Error e) {
        undo(start, e);
        throw e;
      }
    }
  }

  @Override
  public boolean isJoined() {
    return true;
  }

  private static StoreException mustRollBack(@Nullable Throwable deadlock) {
    return SqlErrors.failed(
        "the joined transaction met a deadlock, and this database cannot go on with it: roll the"
            + " whole transaction back, and begin it again with a view of its own",
        true,
        deadlock == null ? null : SqlErrors.translate(deadlock).getCause());
  }

  /** Returns null for a savepoint that was set by a statement. */
  private @Nullable Savepoint savepoint() {
    try {
      if (connection.isClosed()) {
        throw SqlErrors.failed("the connection to join is closed", false, null);
      }
      if (connection.getAutoCommit()) {
        return savepointOfBranch(
            SqlErrors.failed(
                "the connection to join is in autocommit mode: there is no transaction to join."
                    + " Call setAutoCommit(false), or begin a transaction, before the store is used",
                false,
                null));
      }
      try {
        return connection.setSavepoint();
      } catch (SQLException e) {
        return savepointOfBranch(SqlErrors.translateJoined(e, hint));
      }
    } catch (SQLException e) {
      throw SqlErrors.translateJoined(e, hint);
    }
  }

  /**
   * Sets a savepoint by a statement. Within an XA branch the driver of PostgreSQL refuses to do so
   * itself, and may report autocommit.
   */
  private @Nullable Savepoint savepointOfBranch(StoreException otherwise) {
    try {
      if (dialect.refusesSavepointsInAutocommit()) {
        execute("SAVEPOINT " + SAVEPOINT);
        return null;
      }
    } catch (SQLException e) {
      otherwise.addSuppressed(SqlErrors.translate(e));
    }
    throw otherwise;
  }

  private void release(@Nullable Savepoint start) throws SQLException {
    if (start == null) {
      execute("RELEASE SAVEPOINT " + SAVEPOINT);
    } else {
      connection.releaseSavepoint(start);
    }
  }

  private void undo(@Nullable Savepoint start, Throwable why) {
    try {
      if (start == null) {
        execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
      } else {
        connection.rollback(start);
      }
      release(start);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }
}
