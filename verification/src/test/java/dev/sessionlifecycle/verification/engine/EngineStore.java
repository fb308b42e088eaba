package dev.sessionlifecycle.verification.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.UUID;

/** The stores on which the finalizer is tested; each call opens an empty one. */
enum EngineStore {
  MEMORY {
    @Override
    SessionStore open(StoreClock clock) {
      return InMemorySessionStore.create(clock);
    }
  },
  H2 {
    private volatile String last = "";

    @Override
    SessionStore open(StoreClock clock) {
      last = UUID.randomUUID().toString();
      return JdbcSessionStore.h2MemoryBuilder(last).clock(clock).build();
    }

    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:h2:mem:" + last, "sa", "");
    }
  },
  POSTGRESQL {
    @Override
    SessionStore open(StoreClock clock) {
      Shared.empty();
      return JdbcSessionStore.builder(Shared.POOL).clock(clock).build();
    }

    @Override
    Connection connect() throws SQLException {
      return Shared.POOL.getConnection();
    }
  };

  abstract SessionStore open(StoreClock clock);

  /** Returns another connection to the database that was opened last. */
  Connection connect() throws SQLException {
    throw new SQLException("no database");
  }

  /** Opens an empty PostgreSQL with the statements for distributed tables. */
  static SessionStore distributed(InstantSource clock) {
    Shared.empty();
    return JdbcSessionStore.builder(Shared.POOL)
        .tableLayout(TableLayout.DISTRIBUTED)
        .schemaMode(SchemaMode.NONE)
        .clock(StoreClock.of(clock))
        .build();
  }

  /** Opens a store whose deadlines use this clock. */
  SessionStore open(InstantSource clock) {
    return open(StoreClock.of(clock));
  }

  /**
   * One database for all tests of the finalizer, emptied for each: creating a new one takes longer.
   */
  private static final class Shared {
    static final HikariDataSource POOL = pool();

    private static HikariDataSource pool() {
      HikariDataSource pool = new HikariDataSource();
      pool.setJdbcUrl(PostgresServer.shared().createDatabase().url());
      pool.setMaximumPoolSize(12);
      JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      return pool;
    }

    static void empty() {
      try (Connection connection = POOL.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "TRUNCATE sl_session, sl_session_detail, sl_message, sl_history, sl_chain_shape,"
                + " sl_current_chain, sl_chain, sl_attempt");
      } catch (SQLException e) {
        throw new IllegalStateException("cannot empty the database", e);
      }
    }
  }
}
