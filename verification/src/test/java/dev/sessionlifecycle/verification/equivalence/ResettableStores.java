package dev.sessionlifecycle.verification.equivalence;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A store of each kind that can be emptied repeatedly of everything found without naming an
 * organization: sessions, chains and early ends. The rest remains under ids that are not reused.
 */
public final class ResettableStores implements AutoCloseable {
  private final SettableClock clock;
  private final SessionStore h2;
  private final SessionStore postgres;
  private final JdbcSessionStore distributed;
  private final List<Connection> connections;

  private ResettableStores(SettableClock clock, String h2, String postgres) throws SQLException {
    this.clock = clock;
    this.h2 = JdbcSessionStore.h2MemoryBuilder(h2).clock(StoreClock.of(clock)).build();
    this.postgres =
        JdbcSessionStore.postgresBuilder(postgres, "postgres", "postgres")
            .schemaMode(SchemaMode.MIGRATE)
            .clock(StoreClock.of(clock))
            .build();
    this.distributed =
        JdbcSessionStore.postgresBuilder(postgres, "postgres", "postgres")
            .tableLayout(TableLayout.DISTRIBUTED)
            .schemaMode(SchemaMode.NONE)
            .clock(StoreClock.of(clock))
            .build();
    this.connections =
        List.of(
            DriverManager.getConnection("jdbc:h2:mem:" + h2, "sa", ""),
            DriverManager.getConnection(postgres));
  }

  /** Opens the stores on this clock. */
  public static ResettableStores open(SettableClock clock) throws SQLException {
    return new ResettableStores(
        clock, "equivalence-" + UUID.randomUUID(), PostgresServer.shared().createDatabase().url());
  }

  /** Returns the stores by name, emptied. */
  public Map<String, SessionStore> empty() throws SQLException {
    for (Connection connection : connections) {
      try (Statement statement = connection.createStatement()) {
        for (String table : List.of("session", "chain", "current_chain", "external_ref")) {
          statement.execute("DELETE FROM sl_" + table);
        }
      }
    }
    Map<String, SessionStore> stores = new LinkedHashMap<>();
    stores.put("memory", Fixtures.inMemory(clock));
    stores.put("H2", h2);
    stores.put("PostgreSQL", postgres);
    return stores;
  }

  /**
   * Returns the store with the statements for distributed tables, emptied. It works on the database
   * of the store on PostgreSQL.
   */
  public Map<String, SessionStore> emptyDistributed() throws SQLException {
    empty();
    return Map.of("distributed", distributed);
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
    h2.close();
    postgres.close();
    distributed.close();
  }
}
