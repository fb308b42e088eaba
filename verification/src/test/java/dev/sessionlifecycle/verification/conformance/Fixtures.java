package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.internal.combine.CombiningStore;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.UUID;

/** The stores of the project, each on a clock that stands still. */
public final class Fixtures {
  private Fixtures() {}

  /** Returns a fixture for the in-memory store. */
  public static StoreFixture inMemory() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(inMemory(clock), clock);
  }

  /** Returns an in-memory store on this clock. */
  public static SessionStore inMemory(SettableClock clock) {
    return InMemorySessionStore.create(clock);
  }

  /** Returns a fixture for H2 in memory. */
  public static StoreFixture h2Memory() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(h2Memory(clock), clock);
  }

  /** Returns an H2 store in memory on this clock. */
  public static SessionStore h2Memory(SettableClock clock) {
    return JdbcSessionStore.h2MemoryBuilder("conformance-" + UUID.randomUUID())
        .clock(StoreClock.of(clock))
        .build();
  }

  /** Returns a fixture for H2 in a file. */
  public static StoreFixture h2File(Path directory) {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(
        JdbcSessionStore.h2Builder(directory.resolve("sessions").toString())
            .clock(StoreClock.of(clock))
            .build(),
        clock);
  }

  /** Returns a fixture for PostgreSQL, each store on its own database. */
  public static StoreFixture postgres() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(postgres(clock), clock);
  }

  /** Returns a store on its own PostgreSQL database, on this clock. */
  public static SessionStore postgres(SettableClock clock) {
    return JdbcSessionStore.postgresBuilder(
            PostgresServer.shared().createDatabase().url(), "postgres", "postgres")
        .schemaMode(SchemaMode.MIGRATE)
        .clock(StoreClock.of(clock))
        .build();
  }

  /** Returns a fixture for PostgreSQL with partitioned tables, each store on its own database. */
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

  /** Returns a fixture for the same store with its writes combined, one statement at a time. */
  public static StoreFixture combined(StoreFixture fixture) {
    return new StoreFixture(CombiningStore.of(fixture.store(), 1), fixture.clock());
  }

  /** Returns a fixture for a store that makes each write as one of many, where the store can. */
  public static StoreFixture together(StoreFixture fixture) {
    return new StoreFixture(TogetherStore.of(fixture.store()), fixture.clock());
  }

  /**
   * Returns a fixture for the statements of distributed tables, each store on its own database of a
   * PostgreSQL without Citus.
   */
  public static StoreFixture distributed() {
    SettableClock clock = SettableClock.create();
    return new StoreFixture(distributed(clock), clock);
  }

  /** Returns a store with the statements of distributed tables, on this clock. */
  public static SessionStore distributed(SettableClock clock) {
    String url = PostgresServer.shared().createDatabase().url();
    JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
        .schemaMode(SchemaMode.MIGRATE)
        .build()
        .close();
    return JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
        .schemaMode(SchemaMode.NONE)
        .tableLayout(TableLayout.DISTRIBUTED)
        .clock(StoreClock.of(clock))
        .build();
  }
}
