package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service whose database takes no writes, for a while. */
@Tag("long")
class ReadinessTest {
  /** Blocks of 512 bytes, in some shells of 1,024: a few megabytes. */
  private static final int FULL = 16_000;

  @TempDir private Path folder;

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

  @Test
  void a_service_whose_disk_is_full_is_alive_but_not_ready() throws Exception {
    Map<String, String> file = Map.of("DATABASE", folder.resolve("conversations").toString());
    try (ServiceProcess service = ServiceProcess.startWithFilesUpTo(FULL, file);
        RawHttp connection = new RawHttp(service.port())) {
      assertThat(status(connection, "GET", "/readyz", "")).isEqualTo(200);
      String text = "x".repeat(60_000);
      int status = 201;
      while (status == 201) {
        status =
            status(
                connection,
                "POST",
                "/v1/v2/conversations",
                "{\"end_user_id\":\""
                    + UUID.randomUUID()
                    + "\",\"metadata\":{\"a\":\""
                    + text
                    + "\"}}");
      }
      assertThat(status).isEqualTo(503);
      ServiceUnderTest.await(() -> isNotReady(service));
      RawHttp.Response answer = connection.exchange("GET", "/readyz", "", "");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("not_ready");
      assertThat(status(connection, "GET", "/healthz", "")).isEqualTo(200);
    }
    try (ServiceProcess service = ServiceProcess.start(file);
        RawHttp connection = new RawHttp(service.port())) {
      assertThat(status(connection, "GET", "/readyz", "")).isEqualTo(200);
    }
  }

  private static int status(RawHttp connection, String method, String path, String body)
      throws IOException {
    return connection
        .exchange(method, path, "x-api-key: " + ApiKeys.DEMO_WRITE + "\r\n", body)
        .status();
  }

  private static boolean isNotReady(ServiceProcess service) {
    try (RawHttp connection = new RawHttp(service.port())) {
      return connection.exchange("GET", "/readyz", "", "").status() == 503;
    } catch (Exception e) {
      throw new IllegalStateException(e);
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
