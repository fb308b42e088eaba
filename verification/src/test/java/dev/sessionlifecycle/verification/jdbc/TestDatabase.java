package dev.sessionlifecycle.verification.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.UUID;

/** The databases that the store supports: each call creates an empty one. */
enum TestDatabase {
  H2 {
    @Override
    String url() {
      return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
  },
  POSTGRESQL {
    @Override
    String url() {
      return PostgresServer.shared().createDatabase().url();
    }
  };

  abstract String url();

  /** Returns a host's pool on an empty database. */
  HikariDataSource pool(int size) {
    return new HikariDataSource(config(url(), size));
  }

  static HikariConfig config(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    return config;
  }
}
