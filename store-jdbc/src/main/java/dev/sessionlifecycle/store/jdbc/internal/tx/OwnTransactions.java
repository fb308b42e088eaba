package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The store's own transactions. Work that had no effect is retried. The interrupt flag of the
 * calling thread, such as one that a callback of the host has left, does not make it fail.
 */
public final class OwnTransactions implements Transactions {
  private final DataSource source;
  private final StoreClock clock;
  private final Jdbi jdbi;
  private final Function<Handle, Transaction> begin;
  private final boolean isReadOnly;

  /**
   * Creates them.
   *
   * @param isReadOnly whether the database is to refuse whatever changes something
   */
  public OwnTransactions(
      DataSource source,
      StoreClock clock,
      Jdbi jdbi,
      Function<Handle, Transaction> begin,
      boolean isReadOnly) {
    this.source = source;
    this.clock = clock;
    this.jdbi = jdbi;
    this.begin = begin;
    this.isReadOnly = isReadOnly;
  }

  /**
   * Returns a connection for work of the store's own.
   *
   * @throws ConnectionException if there is none
   * @throws StoreException if the connection is in a transaction: what the store wrote would be
   *     committed or rolled back with it, after the call has returned
   */
  public static Connection borrow(DataSource source) {
    Connection connection = open(source);
    try {
      if (connection.getAutoCommit() && !isBranch(connection)) {
        return connection;
      }
      connection.close();
    } catch (SQLException e) {
      close(connection, e);
      throw PreparedSql.wrap(e);
    }
    throw inTransaction();
  }

  /**
   * Whether a connection in autocommit mode belongs to an XA branch: the driver of PostgreSQL
   * reports autocommit there, but refuses to set it, even to what it is.
   */
  public static boolean isBranch(Connection connection) throws SQLException {
    try {
      connection.setAutoCommit(true);
      return false;
    } catch (SQLException e) {
      if (SqlErrors.meaning(e) == SqlErrors.Meaning.FINAL) {
        return true;
      }
      throw e;
    }
  }

  /** Returns the exception for a connection that is in a transaction of the caller. */
  public static StoreException inTransaction() {
    return SqlErrors.failed(
        "the data source returned a connection that takes part in a transaction: its autocommit is"
            + " off, or it belongs to an XA branch. For work within that transaction use"
            + " joining(connection); for other work, call the store outside of the transaction, or"
            + " build it on a data source that is not aware of transactions",
        false,
        null);
  }

  private static Connection open(DataSource source) {
    try {
      return source.getConnection();
    } catch (SQLException | RuntimeException e) {
      throw new ConnectionException(e);
    }
  }

  private static void close(Connection connection, SQLException why) {
    try {
      connection.close();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public <T> List<T> query(
      PreparedSql statement, Map<String, @Nullable Object> values, PreparedSql.Reader<T> read) {
    if (isReadOnly) {
      return together(tx -> tx.query(statement, values, read));
    }
    boolean interrupted = Thread.interrupted();
    try {
      for (int tried = 1; ; tried++) {
        try (Connection connection = borrow(source)) {
          return statement.query(connection, clock, values, read);
        } catch (SQLException e) {
          throw SqlErrors.translate(e); // of close, after the work
        } catch (JdbiException e) {
          throwUnlessRetried(e, tried);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public <T> T single(Function<Transaction, T> work) {
    return isReadOnly ? together(work) : tryOften(handle -> work.apply(begin.apply(handle)));
  }

  @Override
  public <T> T together(Function<Transaction, T> work) {
    return tryOften(handle -> handle.inTransaction(same -> work.apply(begin.apply(same))));
  }

  private <T> T tryOften(Function<Handle, T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      for (int tried = 1; ; tried++) {
        boolean isDone = false;
        try (Handle handle = jdbi.open()) {
          handle.setReadOnly(isReadOnly);
          T result = work.apply(handle);
          isDone = true;
          return result;
        } catch (LostRaceException | JdbiException e) {
          if (isDone) {
            throw SqlErrors.translate(e); // of close, after the work
          }
          throwUnlessRetried(e, tried);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isJoined() {
    return false;
  }

  private void throwUnlessRetried(RuntimeException error, int tried) {
    if (isReadOnly && SqlErrors.isReadOnly(error)) {
      throw SqlErrors.failed("the store is read-only", false, error);
    } else if (error instanceof LostRaceException) {
      if (tried >= RACES) {
        throw SqlErrors.failed("lost " + RACES + " races in a row", true, error);
      }
    } else if (tried >= TRIES
        || error instanceof ConnectionException // the pool has waited already
        || !SqlErrors.isUndone(error)) {
      throw SqlErrors.translate(error);
    }
  }
}
