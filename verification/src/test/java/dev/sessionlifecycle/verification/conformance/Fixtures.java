package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.UUID;

/** The stores of the project, each by a clock that stands still. */
public final class Fixtures {
  private Fixtures() {}

  /** In memory. */
  public static StoreFixture inMemory() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(inMemory(clock), clock);
  }

  /** In memory, by this clock. */
  public static SessionStore inMemory(SettableClock clock) {
    return InMemorySessionStore.create(clock);
  }

  /** H2 in memory. */
  public static StoreFixture h2Memory() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(h2Memory(clock), clock);
  }

  /** H2 in memory, by this clock. */
  public static SessionStore h2Memory(SettableClock clock) {
    return JdbcSessionStore.h2MemoryBuilder("conformance-" + UUID.randomUUID())
        .clock(StoreClock.of(clock))
        .build();
  }

  /** H2 in a file. */
  public static StoreFixture h2File(Path directory) {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(
        JdbcSessionStore.h2Builder(directory.resolve("sessions").toString())
            .clock(StoreClock.of(clock))
            .build(),
        clock);
  }

  /** A PostgreSQL database of its own. */
  public static StoreFixture postgres() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(postgres(clock), clock);
  }

  /** A PostgreSQL database of its own, by this clock. */
  public static SessionStore postgres(SettableClock clock) {
    return JdbcSessionStore.postgresBuilder(
            PostgresServer.shared().createDatabase().url(), "postgres", "postgres")
        .schemaMode(SchemaMode.MIGRATE)
        .clock(StoreClock.of(clock))
        .build();
  }

  /** A PostgreSQL database of its own with partitioned tables. */
  public static StoreFixture postgresPartitioned() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(
        JdbcSessionStore.postgresBuilder(
                PostgresServer.shared().createDatabase().url(), "postgres", "postgres")
            .schemaMode(SchemaMode.MIGRATE)
            .tableLayout(TableLayout.PARTITIONED)
            .clock(StoreClock.of(clock))
            .build(),
        clock);
  }
}
