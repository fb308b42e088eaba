package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.verification.postgres.PostgresDatabase;
import dev.sessionlifecycle.verification.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service whose database takes no writes, for a while. */
@Tag("long")
class ReadinessTest {
  @ParameterizedTest
  @CsvSource({
    "ALTER DATABASE %s SET default_transaction_read_only = on,"
        + " ALTER DATABASE %s RESET default_transaction_read_only",
    "ALTER DATABASE %s ALLOW_CONNECTIONS false, ALTER DATABASE %s ALLOW_CONNECTIONS true"
  })
  void a_service_that_cannot_write_is_alive_but_not_ready(String broken, String mended)
      throws Exception {
    PostgresDatabase database = PostgresServer.shared().createDatabase();
    try (ServiceUnderTest service = ServiceUnderTest.on(database.url());
        Connection other = PostgresServer.shared().createDatabase().dataSource().getConnection()) {
      assertThat(service.get("/readyz", null).status()).isEqualTo(200);
      String name = name(database);
      change(other, name, broken);
      ServiceUnderTest.await(() -> service.get("/readyz", null).status() == 503);
      ServiceUnderTest.ServiceResponse answer = service.get("/readyz", null);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body().get("error").asText()).isEqualTo("not_ready");
      assertThat(service.get("/healthz", null).status()).isEqualTo(200);
      change(other, name, mended);
      ServiceUnderTest.await(() -> service.get("/readyz", null).status() == 200);
    }
  }

  private static String name(PostgresDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      return connection.getCatalog();
    }
  }

  /** Changes a database, and ends its connections, because they began before the change. */
  private static void change(Connection other, String name, String statement) throws SQLException {
    try (Statement sql = other.createStatement()) {
      sql.execute(statement.formatted('"' + name + '"'));
      sql.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }
  }
}
