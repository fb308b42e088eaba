package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while clients open, write to and close conversations, on real processes. */
@Tag("long")
class StopUnderLoadTest {
  private static final int STOPS = Integer.getInteger("sessionlifecycle.stops", 5);
  private static final int CLIENTS = 12;
  private static final int ANSWERS_BEFORE = 150;
  private static final String KEY = "x-api-key: " + ApiKeys.DEMO_WRITE + "\r\n";
  private static final String ALL = "/v1/v2/conversations";

  @TempDir Path folder;

  /** What the clients saw in one run of the service. */
  private static final class Seen {
    final CountDownLatch enough = new CountDownLatch(ANSWERS_BEFORE);
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    final Queue<String> openedUnanswered = new ConcurrentLinkedQueue<>();
    final Queue<UUID> closedUnanswered = new ConcurrentLinkedQueue<>();
    final Queue<UUID> closed = new ConcurrentLinkedQueue<>();
  }

  @Test
  void a_stop_on_h2_answers_every_request_that_was_let_in() throws Exception {
    String file = folder.resolve("conversations").toString();
    stopsUnderLoad(Map.of("DATABASE", file), () -> JdbcSessionStore.h2(file));
  }

  @Test
  void a_stop_on_postgresql_answers_every_request_that_was_let_in() throws Exception {
    PostgresDatabase database = PostgresServer.shared().createDatabase();
    stopsUnderLoad(
        Map.of("DATABASE", database.url()),
        () -> JdbcSessionStore.postgres(database.url(), "postgres", "postgres"));
  }

  @Test
  void a_close_that_waits_for_the_database_is_answered_before_the_stop() throws Exception {
    PostgresDatabase database = PostgresServer.shared().createDatabase();
    try (ServiceProcess service = ServiceProcess.start(Map.of("DATABASE", database.url()));
        RawHttp connection = new RawHttp(service.port());
        Connection blocker = DriverManager.getConnection(database.url(), "postgres", "postgres")) {
      RawHttp.Response opened =
          connection.exchange("POST", ALL, KEY, "{\"end_user_id\":\"" + UUID.randomUUID() + "\"}");
      String id = Json.read(opened.body().getBytes(StandardCharsets.UTF_8)).get("id").asText();
      blocker.setAutoCommit(false);
      try (Statement statement = blocker.createStatement()) {
        statement.execute("SELECT 1 FROM sl_session WHERE id = '" + id + "' FOR UPDATE");
        connection.write(
            "POST " + ALL + "/" + id + "/close HTTP/1.1\r\n" + KEY + "Content-Length: 0\r\n\r\n");
        awaitWaiting(statement);
        service.terminate();
        awaitRefused(service.port());
      }
      blocker.commit();
      assertThat(connection.read(true).status()).isEqualTo(200);
      assertThat(service.exitValue()).isEqualTo(143);
    }
  }

  private static void awaitWaiting(Statement statement) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (ResultSet row =
          statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
        row.next();
        if (row.getInt(1) > 0) {
          return;
        }
      }
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private static void awaitRefused(int port) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      try {
        new RawHttp(port).close();
      } catch (ConnectException refused) {
        return;
      }
    }
    throw new IllegalStateException("it still accepts connections");
  }

  private static void stopsUnderLoad(Map<String, String> environment, Supplier<SessionStore> store)
      throws Exception {
    for (int stop = 0; stop < STOPS; stop++) {
      Seen seen = new Seen();
      try (ServiceProcess service = ServiceProcess.start(environment, "-XX:TieredStopAtLevel=1")) {
        int port = service.port();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(new Thread(() -> use(port, seen)));
        }
        clients.forEach(Thread::start);
        assertThat(seen.enough.await(60, TimeUnit.SECONDS)).isTrue();
        service.terminate();
        for (Thread client : clients) {
          client.join();
        }
        assertThat(service.exitValue()).isEqualTo(143);
        assertThat(service.log()).noneMatch(line -> line.matches(".*(ERROR|Exception).*"));
        assertThat(service.log())
            .filteredOn(line -> line.contains("WARN"))
            .allMatch(line -> line.contains("on this machine only"));
      }
      assertThat(seen.wrong).isEmpty();
      check(seen, store);
    }
  }

  /** Nothing unanswered was carried out, everything answered was, and no lease is left. */
  private static void check(Seen seen, Supplier<SessionStore> store) {
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(store.get())
            .finalizeWith(
                FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive()))
            .build()) {
      OrganizationSessions sessions = lifecycle.organization(ApiKeys.DEMO_ORGANIZATION);
      assertThat(seen.openedUnanswered)
          .noneMatch(id -> sessions.find(new ExternalRef("api", id)).isPresent());
      assertThat(seen.closedUnanswered).noneMatch(id -> sessions.get(id).isEnded());
      assertThat(seen.closed).allMatch(id -> sessions.get(id).isEnded());
      assertThat(lifecycle.finalizer().snapshot().leased()).isZero();
    }
  }

  /** Uses the service on one connection after the other until it takes no more. */
  private static void use(int port, Seen seen) {
    while (true) {
      try (RawHttp connection = new RawHttp(port)) {
        converse(connection, seen);
      } catch (RawHttp.CutException e) {
        seen.wrong.add(String.valueOf(e.getMessage()));
      } catch (IOException closed) {
        if (closed instanceof ConnectException) {
          return;
        }
      }
    }
  }

  private static void converse(RawHttp connection, Seen seen) throws IOException {
    while (true) {
      String external = UUID.randomUUID().toString();
      seen.openedUnanswered.add(external);
      RawHttp.Response opened =
          connection.exchange(
              "POST",
              ALL,
              KEY,
              "{\"end_user_id\":\""
                  + UUID.randomUUID()
                  + "\",\"channel\":\"chat\","
                  + "\"external_session_id\":\""
                  + external
                  + "\"}");
      if (!isRight(opened, 201, seen)) {
        return;
      }
      seen.openedUnanswered.remove(external);
      JsonNode session = Json.read(opened.body().getBytes(StandardCharsets.UTF_8));
      UUID id = UUID.fromString(session.get("id").asText());
      if (isClosing(opened)) {
        return;
      }
      RawHttp.Response appended =
          connection.exchange(
              "POST",
              ALL + "/" + id + "/messages",
              KEY,
              "{\"messages\":[{\"role\":\"user\",\"text\":\"My card is 4111 1111 1111 1111.\"}]}");
      if (!isRight(appended, 200, seen) || isClosing(appended)) {
        return;
      }
      seen.closedUnanswered.add(id);
      RawHttp.Response closed = connection.exchange("POST", ALL + "/" + id + "/close", KEY, "{}");
      if (!isRight(closed, 200, seen)) {
        return;
      }
      seen.closedUnanswered.remove(id);
      seen.closed.add(id);
      if (isClosing(closed)) {
        return;
      }
    }
  }

  private static boolean isRight(RawHttp.Response answer, int status, Seen seen) {
    seen.enough.countDown();
    if (answer.status() != status) {
      seen.wrong.add(answer.toString());
    }
    return answer.status() == status;
  }

  private static boolean isClosing(RawHttp.Response answer) {
    return answer.header("Connection").equals("close");
  }
}
