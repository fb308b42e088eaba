package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The pool that the store creates for PostgreSQL. */
class OwnPoolTest {

  @Test
  void an_unreachable_server_is_a_transient_store_exception() {
    String nowhere = "jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1";
    assertThatThrownBy(() -> JdbcSessionStore.postgres(nowhere, "nobody", ""))
        .isInstanceOfSatisfying(
            StoreException.class, error -> assertThat(error.isTransient()).isTrue());
  }

  @Test
  void settings_in_the_url_override_the_defaults_of_the_store() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    String name = "host-" + UUID.randomUUID();
    try (JdbcSessionStore store =
            JdbcSessionStore.postgresBuilder(
                    url + "&ApplicationName=" + name, "postgres", "postgres")
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet connections =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + name + "'")) {
      connections.next();
      assertThat(connections.getInt(1)).isPositive();
      assertThat(store.isJoined()).isFalse();
    }
  }
}
