package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * G-10 under concurrency. The system property {@code sessionlifecycle.rounds} sets the number of
 * rounds on each store.
 */
@Tag("long")
class PurgeRaceTest {

  private static int rounds(int usual) {
    return Integer.getInteger("sessionlifecycle.rounds", usual);
  }

  @Test
  void concurrent_purge_hold_finalize_append_leave_no_partial_session_in_memory() {
    run(Fixtures.inMemory(), rounds(200));
  }

  @Test
  void concurrent_purge_hold_finalize_append_leave_no_partial_session_on_h2() {
    run(Fixtures.h2Memory(), rounds(40));
  }

  @Test
  void concurrent_purge_hold_finalize_append_leave_no_partial_session_on_postgresql()
      throws Exception {
    PostgresDatabase database = PostgresServer.shared().createDatabase();
    SettableClock clock = SettableClock.create();
    run(
        new StoreFixture(
            JdbcSessionStore.postgresBuilder(database.url(), "postgres", "postgres")
                .schemaMode(SchemaMode.MIGRATE)
                .clock(StoreClock.of(clock))
                .build(),
            clock),
        rounds(40));
    assertThat(deadlocks(database)).isZero();
  }

  private static void run(StoreFixture fixture, int rounds) {
    PurgeRace race = new PurgeRace(fixture);
    for (int i = 0; i < rounds; i++) {
      race.round();
    }
    race.assertBothHappened();
    fixture.store().close();
  }

  /**
   * Returns the deadlocks counted for closed connections; the store has retried what was rolled
   * back.
   */
  private static long deadlocks(PostgresDatabase database) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
