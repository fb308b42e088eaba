package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Looks at a data source before it is used, and says how to mend what would go wrong later. */
final class DataSourceCheck {
  private static final int OLDEST_POSTGRES = 15;

  private DataSourceCheck() {}

  /** The dialect of its database. */
  static Dialect check(DataSource source) {
    try (Connection connection = source.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw unusable(
            "its connections come with autocommit off, so that nothing of the store's would ever be"
                + " committed. Set autoCommit=true on the pool, or give the store another one for"
                + " its own work and join the transactions of this one with joining(connection)");
      }
      if (connection.isReadOnly()) {
        throw unusable("its connections are read-only. Set readOnly=false on the pool");
      }
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        throw unusable(
            "its transactions do not run at READ COMMITTED: one that waited for a lock would judge by"
                + " what it saw before, such as a purge that does not see the hold. Set"
                + " transactionIsolation=TRANSACTION_READ_COMMITTED on the pool");
      }
      DatabaseMetaData data = connection.getMetaData();
      Dialect dialect = Dialect.of(data.getDatabaseProductName());
      if (dialect instanceof PostgresDialect && data.getDatabaseMajorVersion() < OLDEST_POSTGRES) {
        throw unusable("it is older than PostgreSQL " + OLDEST_POSTGRES);
      }
      if (dialect instanceof PostgresDialect && takesNoWrites(connection)) {
        throw unusable(
            "its database takes no writes: transaction_read_only is on. It is a standby, and then"
                + " the URL has to lead to the primary (targetServerType=primary); or"
                + " default_transaction_read_only is set for the server, the database or the user,"
                + " and has to be off for the user of the store");
      }
      return dialect;
    } catch (SQLException e) {
      StoreException cause = Errors.translate(e);
      throw new StoreException(
          "the data source gives no connection: it is closed, or the database cannot be reached."
              + " Check that the pool is open, and its URL, user and password",
          cause.isTransient(),
          e);
    }
  }

  /** It is on, and cannot be turned off, on a standby, too. */
  private static boolean takesNoWrites(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SHOW transaction_read_only")) {
      return answer.next() && answer.getString(1).equals("on");
    }
  }

  private static StoreException unusable(String why) {
    return new StoreException("the data source cannot be used: " + why, false, null);
  }
}
