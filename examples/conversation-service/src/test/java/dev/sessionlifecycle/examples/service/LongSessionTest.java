package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session of 30 MB in a service that has 128 MB, and one of 87 MB in 256 MB. */
@Tag("campaign")
class LongSessionTest {
  private static final int PER_APPEND = 4;
  private static final String TEXT =
      "My card is 4111 1111 1111 1111. " + "We talked about the weather. ".repeat(2_138);
  private static final String KEY = "x-api-key: " + ApiKeys.DEMO_WRITE + "\r\n";
  private static final String ALL = "/v1/v2/conversations";

  @TempDir Path folder;

  @Test
  void a_long_session_is_finalized_on_h2_and_the_service_stays_healthy() throws Exception {
    isFinalized(onH2(), 120, "-Xmx128m");
  }

  @Test
  @Tag("campaign")
  void a_session_of_87_mb_is_finalized_on_h2_and_the_service_stays_healthy() throws Exception {
    isFinalized(onH2(), 350, "-Xmx256m");
  }

  private Map<String, String> onH2() {
    return Map.of("DATABASE", folder.resolve("conversations").toString());
  }

  @Test
  void a_long_session_is_finalized_on_postgresql_and_the_service_stays_healthy() throws Exception {
    isFinalized(onPostgres(), 120, "-Xmx128m");
  }

  @Test
  @Tag("campaign")
  void a_session_of_87_mb_is_finalized_on_postgresql_and_the_service_stays_healthy()
      throws Exception {
    isFinalized(onPostgres(), 350, "-Xmx256m");
  }

  private static Map<String, String> onPostgres() {
    return Map.of("DATABASE", PostgresServer.shared().createDatabase().url());
  }

  private static void isFinalized(Map<String, String> environment, int appends, String heap)
      throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(environment, heap, "-XX:+ExitOnOutOfMemoryError")) {
      RawHttp connection = new RawHttp(service.port());
      String one = ALL + "/" + open(connection);
      String message = "{\"role\":\"user\",\"text\":\"" + TEXT + "\"}";
      String append = "{\"messages\":[" + (message + ",").repeat(PER_APPEND - 1) + message + "]}";
      for (int i = 0; i < appends; i++) {
        RawHttp.Response appended = connection.exchange("POST", one + "/messages", KEY, append);
        assertThat(appended.status()).isEqualTo(200);
      }
      assertThat(connection.exchange("POST", one + "/close", KEY, "").status()).isEqualTo(200);
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
      while (json(connection, one).get("finalized_at").isNull()) {
        assertThat(System.nanoTime()).isLessThan(end);
        assertThat(service.isAlive()).isTrue();
        // one that ends meanwhile does not have to wait for it
        String other = ALL + "/" + open(connection);
        connection.exchange("POST", other + "/close", KEY, "");
      }
      assertThat(json(connection, one).get("summary").asText())
          .contains(appends * PER_APPEND + " messages");
      assertThat(readAll(connection, one + "/messages")).isEqualTo(appends * PER_APPEND);
      assertThat(connection.exchange("GET", "/readyz", "", "").status()).isEqualTo(200);
      assertThat(service.log()).noneMatch(line -> line.contains("OutOfMemory"));
      connection.close();
      service.terminate();
      assertThat(service.exitValue()).isEqualTo(143);
    }
  }

  private static int readAll(RawHttp connection, String path) throws IOException {
    int read = 0;
    String after = "0";
    do {
      JsonNode page = json(connection, path + "?limit=500&after=" + after);
      for (JsonNode message : page.get("items")) {
        assertThat(message.get("text").asText()).startsWith("My card is [CREDIT_CARD].");
        read++;
      }
      after = page.get("next").asText("");
    } while (!after.equals("null") && !after.isEmpty());
    return read;
  }

  private static String open(RawHttp connection) throws IOException {
    RawHttp.Response opened =
        connection.exchange("POST", ALL, KEY, "{\"end_user_id\":\"" + UUID.randomUUID() + "\"}");
    return tree(opened).get("id").asText();
  }

  private static JsonNode json(RawHttp connection, String path) throws IOException {
    RawHttp.Response answer = connection.exchange("GET", path, KEY, "");
    assertThat(answer.status()).isEqualTo(200);
    return tree(answer);
  }

  private static JsonNode tree(RawHttp.Response answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
