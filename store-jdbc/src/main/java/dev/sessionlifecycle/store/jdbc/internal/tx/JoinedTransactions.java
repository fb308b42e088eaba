package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
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
  private final Connection connection;
  private final Jdbi jdbi;
  private final Function<Handle, Transaction> begin;
  private final boolean goesOnAfterDeadlock;
  private volatile boolean mustRollBack;

  public JoinedTransactions(
      Connection connection,
      Jdbi jdbi,
      Function<Handle, Transaction> begin,
      boolean goesOnAfterDeadlock) {
    this.connection = connection;
    this.jdbi = jdbi;
    this.begin = begin;
    this.goesOnAfterDeadlock = goesOnAfterDeadlock;
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
      Savepoint start = savepoint();
      try (Handle handle = jdbi.open()) {
        T result = work.apply(begin.apply(handle));
        connection.releaseSavepoint(start);
        return result;
      } catch (LostRaceException e) {
        undo(start, e);
        if (tried == RACES) {
          throw new StoreException("lost " + RACES + " races in a row", true, e);
        }
      } catch (JdbiException | SQLException e) {
        undo(start, e);
        if (SqlErrors.isUndone(e) && !goesOnAfterDeadlock) {
          mustRollBack = true;
          throw mustRollBack(e);
        }
        throw SqlErrors.translate(e);
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
    return new StoreException(
        "the joined transaction met a deadlock, and this database cannot go on with it: roll the"
            + " whole transaction back, and begin it again with a view of its own",
        true,
        deadlock == null ? null : SqlErrors.translate(deadlock).getCause());
  }

  private Savepoint savepoint() {
    try {
      if (connection.getAutoCommit()) {
        throw new StoreException(
            "the connection to join is in autocommit mode: there is no transaction to join. Call"
                + " setAutoCommit(false), or begin a transaction, before the store is used",
            false,
            null);
      }
      return connection.setSavepoint();
    } catch (SQLException e) {
      throw SqlErrors.translate(e);
    }
  }

  private void undo(Savepoint start, Throwable why) {
    try {
      connection.rollback(start);
      connection.releaseSavepoint(start);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
