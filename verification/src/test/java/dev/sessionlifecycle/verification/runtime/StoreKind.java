package dev.sessionlifecycle.verification.runtime;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.verification.postgres.PostgresServer;
import java.util.UUID;

/** The stores that the tests of this package run on. */
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

  /** A store; on PostgreSQL they share one database, and each test has organizations of its own. */
  abstract SessionStore open();

  private static final class Shared {
    static final String URL = PostgresServer.shared().createDatabase().url();
  }
}
