package dev.sessionlifecycle.verification.host;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.host.JdbcTestStore;
import dev.sessionlifecycle.testkit.host.TestStore;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.UUID;
import javax.sql.DataSource;

/** The stores for tests. */
enum TestStoreKind {
  MEMORY {
    @Override
    TestStore open() {
      return TestStore.memory();
    }
  },
  H2 {
    @Override
    TestStore open() {
      return JdbcTestStore.emptying(
          pool("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"));
    }
  },
  POSTGRESQL {
    @Override
    TestStore open() {
      return JdbcTestStore.emptying(pool(PostgresServer.shared().createDatabase().url()));
    }
  },
  PARTITIONED {
    @Override
    TestStore open() {
      DataSource pool = pool(PostgresServer.shared().createDatabase().url());
      JdbcSessionStore.builder(pool)
          .tableLayout(TableLayout.PARTITIONED)
          .schemaMode(SchemaMode.MIGRATE)
          .build()
          .close();
      return JdbcTestStore.emptying(pool);
    }
  };

  /** Opens an empty store. */
  abstract TestStore open();

  private static DataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }
}
