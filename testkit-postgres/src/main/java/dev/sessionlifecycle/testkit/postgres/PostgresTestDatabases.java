package dev.sessionlifecycle.testkit.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.testkit.host.StoreKind;
import dev.sessionlifecycle.testkit.host.TestDatabase;
import dev.sessionlifecycle.testkit.host.TestDatabaseProvider;
import javax.sql.DataSource;

/** Databases of the {@linkplain PostgresServer#shared shared server}, each with a pool. */
public final class PostgresTestDatabases implements TestDatabaseProvider {
  private static final int CONNECTIONS = 10;

  /** For {@link java.util.ServiceLoader}. */
  public PostgresTestDatabases() {}

  @Override
  public StoreKind kind() {
    return StoreKind.POSTGRES;
  }

  @Override
  public TestDatabase create() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.shared().createDatabase().url());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    HikariDataSource pool = new HikariDataSource(config);
    return new TestDatabase() {
      @Override
      public DataSource dataSource() {
        return pool;
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }
}
