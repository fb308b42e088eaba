package dev.sessionlifecycle.spring;

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

  /** Returns the pool of an application, on an empty database. */
  HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }
}
