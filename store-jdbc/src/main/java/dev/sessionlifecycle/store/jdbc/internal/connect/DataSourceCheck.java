package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.OwnTransactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Checks a data source before it is used; error messages say how to fix what would fail later. */
public final class DataSourceCheck {
  private DataSourceCheck() {}

  /**
   * Returns the statements for the database.
   *
   * @param schema the schema of the tables; null for that of the connection
   * @param isReadOnly whether the store only reads
   * @param isDistributed whether its tables are distributed by organization
   * @throws StoreException if the data source cannot be used
   */
  public static SqlTemplates check(
      DataSource source,
      @Nullable String schema,
      String tablePrefix,
      boolean databaseClock,
      boolean isReadOnly,
      boolean isDistributed) {
    try (Connection connection = open(source)) {
      if (!connection.getAutoCommit()) {
        throw unusable(
            "autocommit is off on its connections, so nothing that the store writes would ever be"
                + " committed. Set autoCommit=true on the pool, or give the store another pool for"
                + " its own work and join transactions of this one with joining(connection)");
      }
      if (OwnTransactions.isBranch(connection)) {
        throw OwnTransactions.inTransaction();
      }
      if (connection.isReadOnly() && !isReadOnly) {
        throw unusable("its connections are read-only. Set readOnly=false on the pool");
      }
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        throw unusable(
            "its transactions do not run at READ COMMITTED. After waiting for a lock they would"
                + " still see the old rows, so that a purge could miss a hold. Set"
                + " transactionIsolation=TRANSACTION_READ_COMMITTED on the pool");
      }
      Dialect dialect = Dialect.of(connection, isDistributed);
      if (isReadOnly && !dialect.hasReadOnlyTransactions()) {
        throw Validator.invalid("read_only", "needs PostgreSQL");
      }
      Optional<String> problem = dialect.problem(connection);
      if (problem.isEmpty() && !isReadOnly) {
        problem = dialect.writeProblem(connection);
      }
      if (problem.isPresent()) {
        throw unusable(problem.get());
      }
      String named = schema == null ? null : dialect.schemaName(connection, schema);
      return new SqlTemplates(dialect, named, tablePrefix, databaseClock);
    } catch (SQLException e) {
      throw SqlErrors.translate(e);
    }
  }

  private static Connection open(DataSource source) {
    try {
      return source.getConnection();
    } catch (SQLException | RuntimeException e) {
      throw SqlErrors.notConnected(e);
    }
  }

  private static StoreException unusable(String why) {
    return new StoreException("the data source cannot be used: " + why, false, null);
  }
}
