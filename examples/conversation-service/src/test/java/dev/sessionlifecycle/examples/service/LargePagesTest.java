package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simultaneous requests for pages as large as they can be, in a service that has 256 MB. */
@Tag("long")
class LargePagesTest {
  private static final int CLIENTS = 5;
  private static final int ROUNDS = 6;

  /** Their pages of 32 MB would need twice the memory that the service has. */
  private static final int SILENT = 16;

  private static final int LOOKS = 2;
  private static final int TRIES = 100;
  private static final String KEY = "x-api-key: " + ApiKeys.DEMO_WRITE + "\r\n";
  private static final String ALL = "/v1/v2/conversations";

  @TempDir Path folder;

  @Test
  void simultaneous_large_lists_and_pages_of_messages_are_answered() throws Exception {
    Map<String, String> environment = Map.of("DATABASE", folder.resolve("c").toString());
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (ServiceProcess service = ServiceProcess.start(environment, "-Xmx256m")) {
      String messages = ALL + "/" + fill(service.port()) + "/messages?limit=500";
      for (List<String> paths :
          List.of(
              List.of(ALL + "?limit=500"),
              List.of(messages),
              List.of(ALL + "?limit=500", messages))) {
        List<Future<List<Integer>>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          answers.add(clients.submit(() -> finalStatuses(service.port(), paths)));
        }
        for (Future<List<Integer>> each : answers) {
          assertThat(each.get()).as("%s", paths).allMatch(status -> status == 200);
        }
      }
      assertThat(service.log()).noneMatch(line -> line.contains("OutOfMemory"));
      assertThat(service.isAlive()).isTrue();
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void clients_that_do_not_read_their_large_pages_take_no_memory_from_others() throws Exception {
    Map<String, String> environment = Map.of("DATABASE", folder.resolve("c").toString());
    List<RawHttp> silent = new ArrayList<>();
    try (ServiceProcess service = ServiceProcess.start(environment, "-Xmx256m")) {
      String session = ALL + "/" + fill(service.port());
      for (int i = 0; i < SILENT; i++) {
        RawHttp connection = new RawHttp(service.port());
        silent.add(connection);
        connection.write("GET " + session + "/messages?limit=500 HTTP/1.1\r\n" + KEY + "\r\n");
      }
      for (int i = 0; i < LOOKS; i++) {
        assertThat(statuses(service.port(), List.of("/healthz", session)))
            .allMatch(status -> status == 200);
        assertThat(statuses(service.port(), List.of(session + "/messages?limit=500")))
            .allMatch(status -> status == 200 || status == 503);
      }
      assertThat(service.log()).noneMatch(line -> line.contains("OutOfMemory"));
      assertThat(service.isAlive()).isTrue();
    } finally {
      for (RawHttp connection : silent) {
        connection.close();
      }
    }
  }

  /**
   * As {@link #statuses}, but asks again what is refused until later: on a busy machine a page may
   * not be written within the second in which the next one waits for its turn.
   */
  private static List<Integer> finalStatuses(int port, List<String> paths) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (RawHttp connection = new RawHttp(port)) {
      for (int i = 0; i < ROUNDS; i++) {
        for (String path : paths) {
          RawHttp.Response response = connection.exchange("GET", path, KEY, "");
          for (int k = 1; k < TRIES && isForLater(response); k++) {
            response = connection.exchange("GET", path, KEY, "");
          }
          statuses.add(response.status());
        }
      }
    }
    return statuses;
  }

  private static boolean isForLater(RawHttp.Response response) {
    return response.status() == 503 && !response.header("Retry-After").isEmpty();
  }

  private static List<Integer> statuses(int port, List<String> paths) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (RawHttp connection = new RawHttp(port)) {
      for (int i = 0; i < ROUNDS; i++) {
        for (String path : paths) {
          statuses.add(connection.exchange("GET", path, KEY, "").status());
        }
      }
    }
    return statuses;
  }

  /** Stores what takes the most memory for its length; returns a session with many messages. */
  private static String fill(int port) throws Exception {
    String numbers = "{\"n\":[" + "0,".repeat(32_000) + "0]}";
    String texts = "{\"t\":\"" + "x".repeat(65_000) + "\"}";
    String id = "";
    try (RawHttp connection = new RawHttp(port)) {
      for (int i = 0; i < 120; i++) {
        String values = i % 2 == 0 ? numbers : texts;
        String body =
            "{\"end_user_id\":\"%s\",\"metadata\":%s,\"context_variables\":%s}"
                .formatted(UUID.randomUUID(), values, values);
        RawHttp.Response opened = connection.exchange("POST", ALL, KEY, body);
        assertThat(opened.status()).isEqualTo(201);
        id = Json.read(opened.body().getBytes(StandardCharsets.UTF_8)).get("id").asText();
      }
      String message = "{\"role\":\"user\",\"text\":\"" + "\\u0001".repeat(41_000) + "\"}";
      for (int i = 0; i < 130; i++) {
        String body = "{\"messages\":[" + message + "]}";
        assertThat(connection.exchange("POST", ALL + "/" + id + "/messages", KEY, body).status())
            .isEqualTo(200);
      }
    }
    return id;
  }
}
