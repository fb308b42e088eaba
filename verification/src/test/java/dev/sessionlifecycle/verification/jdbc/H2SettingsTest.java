package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 databases of a host, with settings of its own. */
@Tag("long")
class H2SettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";DATABASE_TO_UPPER=FALSE",
        ";DATABASE_TO_LOWER=TRUE",
        ";CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        ";MODE=PostgreSQL",
        ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        ";MODE=MySQL;DATABASE_TO_LOWER=TRUE",
        ";MODE=MariaDB",
        ";MODE=DB2",
        ";MODE=HSQLDB",
        ";MODE=LEGACY"
      })
  void the_store_works_whatever_the_database_makes_of_letters(String settings) throws Exception {
    for (String schema : List.of("", "tenant")) {
      try (HikariDataSource pool = pool(settings)) {
        use(builder(pool, schema).schemaMode(SchemaMode.MIGRATE));
        use(builder(pool, schema).schemaMode(SchemaMode.VALIDATE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "TENANT", "Tenant"})
  void a_schema_of_the_host_is_used_or_left_alone(String quoted) throws Exception {
    try (HikariDataSource pool = pool("")) {
      try (var connection = pool.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE SCHEMA \"" + quoted + "\"");
      }
      use(builder(pool, "tenant").schemaMode(SchemaMode.MIGRATE));
      use(builder(pool, "tenant").schemaMode(SchemaMode.VALIDATE));
    }
  }

  @Test
  void the_files_of_an_own_database_are_its_owners_alone(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("new").resolve("sessions");
    for (int start = 0; start < 2; start++) {
      use(JdbcSessionStore.h2Builder(file.toString()));
      for (String ending : List.of(".mv.db", ".trace.db")) {
        Path each = file.resolveSibling("sessions" + ending);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .isEqualTo("rw-------");
      }
    }
  }

  private static HikariDataSource pool(String settings) {
    return new HikariDataSource(TestDatabase.config(TestDatabase.H2.url() + settings, 2));
  }

  private static JdbcSessionStoreBuilder builder(HikariDataSource pool, String schema) {
    JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(pool);
    return schema.isEmpty() ? builder : builder.schema(schema);
  }

  private static void use(JdbcSessionStoreBuilder builder) throws SQLException {
    try (SessionLifecycle lifecycle = SessionLifecycle.builder(builder.build()).build()) {
      OrganizationSessions sessions = lifecycle.organization(new UUID(3, 3));
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      sessions.append(id, Message.fromUser("hello"));
      sessions.close(id, "USER_REQUESTED");
      lifecycle.housekeeping().runDue(10);
      assertThat(sessions.messages(id)).hasSize(1);
      assertThat(sessions.history(id)).isNotEmpty();
    }
  }
}
