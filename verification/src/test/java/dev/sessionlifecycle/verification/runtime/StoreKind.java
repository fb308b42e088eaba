package dev.sessionlifecycle.verification.runtime;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.UUID;

/** The stores on which the tests of this package run. */
enum StoreKind {
  MEMORY {
    @Override
    SessionStore open() {
      return InMemorySessionStore.create();
    }
  },
  H2 {
    @Override
    SessionStore open() {
      return JdbcSessionStore.h2Memory(UUID.randomUUID().toString());
    }
  },
  POSTGRESQL {
    @Override
    SessionStore open() {
      return JdbcSessionStore.postgresBuilder(Shared.URL, "postgres", "postgres")
          .schemaMode(SchemaMode.MIGRATE)
          .build();
    }
  };

  /**
   * Opens a store; on PostgreSQL all share one database, and each test has its own organizations.
   */
  abstract SessionStore open();

  private static final class Shared {
    static final String URL = PostgresServer.shared().createDatabase().url();
  }
}
