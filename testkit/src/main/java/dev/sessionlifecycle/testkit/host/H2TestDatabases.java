package dev.sessionlifecycle.testkit.host;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Databases of H2 in the memory of this JVM. The only class that uses classes of H2. */
final class H2TestDatabases implements TestDatabaseProvider {

  @Override
  public StoreKind kind() {
    return StoreKind.H2;
  }

  @Override
  public TestDatabase create() {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    return new TestDatabase() {
      @Override
      public DataSource dataSource() {
        return pool;
      }

      @Override
      public void close() {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("SHUTDOWN");
        } catch (SQLException e) {
          throw new IllegalStateException("cannot drop the database of the test", e);
        } finally {
          pool.dispose();
        }
      }
    };
  }
}
