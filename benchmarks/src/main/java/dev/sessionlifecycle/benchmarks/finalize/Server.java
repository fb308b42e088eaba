package dev.sessionlifecycle.benchmarks.finalize;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A PostgreSQL that loses nothing it has acknowledged, with a new database for each run, and that
 * counts its statements.
 */
final class Server implements AutoCloseable {
  private final PostgresServer postgres;

  Server() {
    postgres =
        PostgresServer.startDurable(
            Map.of(
                "shared_buffers", "1GB",
                "max_wal_size", "8GB",
                "checkpoint_timeout", "30min",
                "shared_preload_libraries", "pg_stat_statements"));
  }

  /** Creates an empty database and returns its URL. */
  String database() throws SQLException {
    String url = postgres.createDatabase().url();
    execute(url, "CREATE EXTENSION pg_stat_statements");
    return url;
  }

  /** Returns a pool of this many connections, all open. */
  static HikariDataSource pool(String url, int connections) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    HikariDataSource pool = new HikariDataSource(config);
    Connection[] open = new Connection[connections];
    for (int i = 0; i < connections; i++) {
      open[i] = pool.getConnection();
    }
    for (Connection connection : open) {
      connection.close();
    }
    return pool;
  }

  static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
