package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that were changed manually. */
class DamagedRowTest {

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_unreadable_column_reads_as_empty_and_survives_updates_of_the_others(
      TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(
                    JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
                .build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      Session opened =
          sessions
              .open(SessionRequest.with(UUID.randomUUID()).withContextVariables(Map.of("k", "v")))
              .orThrow();
      Jdbi jdbi = Jdbi.create(pool);
      jdbi.useHandle(
          handle ->
              handle.execute("UPDATE sl_session_detail SET metadata = CAST('[1, 2]' AS json)"));
      String damaged = metadata(jdbi);
      assertThat(damaged).contains("[1, 2]");
      assertThat(sessions.get(opened.id()).metadata()).isEmpty();
      Session updated =
          sessions
              .update(opened.id(), opened.version(), SessionUpdate.nothing().withSubject("other"))
              .orThrow();
      assertThat(metadata(jdbi)).isEqualTo(damaged);
      assertThat(updated.contextVariables()).isEqualTo(Map.of("k", "v"));
      SessionUpdate mended = SessionUpdate.nothing().withMetadata(Map.of("a", 1L));
      sessions.update(opened.id(), updated.version(), mended).orThrow();
      assertThat(sessions.get(opened.id()).metadata()).isEqualTo(Map.of("a", 1L));
      assertThat(sessions.get(opened.id()).contextVariables()).isEqualTo(Map.of("k", "v"));
    }
  }

  private static String metadata(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT CAST(metadata AS varchar) FROM sl_session_detail")
                .mapTo(String.class)
                .one());
  }
}
