package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Checks a data source before it is used; error messages say how to fix what would fail later. */
public final class DataSourceCheck {
  private DataSourceCheck() {}

  /**
   * Returns the dialect of the database.
   *
   * @throws StoreException if the data source cannot be used
   */
  public static Dialect check(DataSource source) {
    try (Connection connection = source.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw unusable(
            "autocommit is off on its connections, so nothing that the store writes would ever be"
                + " committed. Set autoCommit=true on the pool, or give the store another pool for"
                + " its own work and join transactions of this one with joining(connection)");
      }
      if (connection.isReadOnly()) {
        throw unusable("its connections are read-only. Set readOnly=false on the pool");
      }
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        throw unusable(
            "its transactions do not run at READ COMMITTED. After waiting for a lock they would"
                + " still see the old rows, so that a purge could miss a hold. Set"
                + " transactionIsolation=TRANSACTION_READ_COMMITTED on the pool");
      }
      Dialect dialect = Dialect.of(connection.getMetaData().getDatabaseProductName());
      Optional<String> problem = dialect.problem(connection);
      if (problem.isPresent()) {
        throw unusable(problem.get());
      }
      return dialect;
    } catch (SQLException e) {
      StoreException cause = SqlErrors.translate(e);
      throw new StoreException(
          "the data source provides no connection: it is closed, or the database cannot be"
              + " reached. Check that the pool is open, and its URL, user and password",
          cause.isTransient(),
          e);
    }
  }

  private static StoreException unusable(String why) {
    return new StoreException("the data source cannot be used: " + why, false, null);
  }
}
