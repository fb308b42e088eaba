package dev.sessionlifecycle.verification.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

  @Test
  void the_server_is_postgresql_18_and_each_database_is_empty() throws SQLException {
    PostgresDatabase database = PostgresServer.shared().createDatabase();
    try (Connection connection = database.dataSource().getConnection()) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
      try (var tables = connection.getMetaData().getTables(null, "public", "%", null)) {
        assertThat(tables.next()).isFalse();
      }
    }
  }

  @Test
  void the_process_of_the_server_can_be_found() {
    assertThat(ProcessHandle.of(PostgresServer.shared().pid())).isPresent();
  }
}
