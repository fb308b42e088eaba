package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** PostgreSQL 15 and newer. */
class PostgresDialect implements Dialect {
  private static final int OLDEST_VERSION = 15;

  /** An arbitrary number, the same on every node. */
  private static final long MIGRATION_LOCK = 0x5e551071_f1c7c1eL;

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String folded(String name) {
    return name;
  }

  @Override
  public String schemaName(Connection connection, String name) {
    return name;
  }

  /**
   * The time at which the statement arrived: the current time like clock_timestamp(), but a single
   * value for the whole statement, and stable, so that it can bound an index scan.
   */
  @Override
  public String now() {
    return "statement_timestamp()";
  }

  @Override
  public String plusMicros(String time, String micros) {
    return "(" + time + " + CAST(" + micros + " AS bigint) * interval '1 microsecond')";
  }

  @Override
  public String lockOf(String alias) {
    return "OF " + alias;
  }

  @Override
  public Optional<String> problem(Connection connection) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_VERSION) {
      return Optional.of("it is older than PostgreSQL " + OLDEST_VERSION);
    }
    String encoding = setting(connection, "server_encoding");
    if (!encoding.equals("UTF8")) {
      return Optional.of(
          "the encoding of its database is "
              + encoding
              + ", which cannot hold every text, or counts bytes as characters. Create the database"
              + " with ENCODING 'UTF8'");
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> writeProblem(Connection connection) throws SQLException {
    // On a standby it is on as well, and cannot be turned off.
    return setting(connection, "transaction_read_only").equals("on")
        ? Optional.of(
            "its database is read-only: transaction_read_only is on. If it is a standby, let the"
                + " URL lead to the primary (targetServerType=primary), or use"
                + " JdbcSessionStore.readOnly(dataSource); otherwise turn off"
                + " default_transaction_read_only for the user of the store: it is set for the"
                + " server, the database or the user")
        : Optional.empty();
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  @Override
  public boolean hasReturning() {
    return true;
  }

  @Override
  public boolean hasReadOnlyTransactions() {
    return true;
  }

  @Override
  public boolean hasPartitions() {
    return true;
  }

  @Override
  public String jsonType() {
    return "json";
  }

  @Override
  public void beginSchemaChange(Handle handle, String schemaName) {
    handle.execute("SET LOCAL statement_timeout = 0");
    handle
        .createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock, hashtext(:name))) x")
        .bind("lock", (int) MIGRATION_LOCK)
        .bind("name", schemaName)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public boolean goesOnAfterDeadlock() {
    return true;
  }

  @Override
  public boolean refusesSavepointsInAutocommit() {
    return true;
  }

  @Override
  public boolean hasTriggersOfTables() {
    return true;
  }

  @Override
  public boolean transactionalDdl() {
    return true;
  }
}
