package dev.sessionlifecycle.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while clients open and end calls, on real processes. */
@Tag("campaign")
class StopUnderLoadTest {
  private static final int STOPS = Integer.getInteger("sessionlifecycle.stops", 2);
  private static final int CLIENTS = 8;
  private static final int ANSWERS_BEFORE = 200;

  @TempDir Path folder;

  /** What the clients saw in one run. */
  private static final class Seen {
    final CountDownLatch enough = new CountDownLatch(ANSWERS_BEFORE);
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    final Set<String> endUnanswered = ConcurrentHashMap.newKeySet();
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    final Set<String> ended = ConcurrentHashMap.newKeySet();
  }

  @Test
  void acknowledged_ends_survive_a_stop_on_h2() throws Exception {
    stopsUnderLoad(
        "jdbc:h2:file:" + folder.resolve("calls").toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE",
        "sa");
  }

  @Test
  void acknowledged_ends_survive_a_stop_on_postgresql() throws Exception {
    stopsUnderLoad(PostgresServer.shared().createDatabase().url(), "postgres");
  }

  private static void stopsUnderLoad(String database, String user) throws Exception {
    Map<String, String> environment =
        Map.of("SPRING_DATASOURCE_URL", database, "SPRING_DATASOURCE_USERNAME", user);
    for (int stop = 0; stop < STOPS; stop++) {
      Seen seen = new Seen();
      try (ServiceProcess service = ServiceProcess.start(environment, "-XX:TieredStopAtLevel=1")) {
        String url = service.url();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(new Thread(() -> use(Calls.at(url), seen)));
        }
        clients.forEach(Thread::start);
        assertThat(seen.enough.await(90, TimeUnit.SECONDS)).isTrue();
        service.terminate();
        for (Thread client : clients) {
          client.join();
        }
        assertThat(service.exitValue()).as(String.join("\n", service.log())).isEqualTo(143);
        assertThat(service.log())
            .noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN "));
      }
      assertThat(seen.wrong).isEmpty();
      check(database, user, seen);
    }
  }

  private static void use(Calls calls, Seen seen) {
    try {
      while (true) {
        HttpResponse<String> opened = calls.open(UUID.randomUUID());
        if (!isRight(opened, 201, seen)) {
          return;
        }
        String id = Calls.id(opened);
        seen.endUnanswered.add(id);
        HttpResponse<String> ended = calls.end(id);
        seen.endUnanswered.remove(id);
        if (!isRight(ended, 200, seen)) {
          seen.refused.add(id);
          return;
        }
        seen.ended.add(id);
      }
    } catch (ConnectException closed) {
      return; // it takes no more
    } catch (IOException cut) {
      return; // a connection that was kept alive was closed before the request was read
    } catch (InterruptedException e) {
      seen.wrong.add("interrupted");
    }
  }

  /** While it stops, a request on a connection that is open gets a 503, and is not carried out. */
  private static boolean isRight(HttpResponse<String> answer, int status, Seen seen) {
    seen.enough.countDown();
    if (answer.statusCode() != status && answer.statusCode() != 503) {
      seen.wrong.add(answer.statusCode() + " " + answer.body());
    }
    return answer.statusCode() == status;
  }

  private static void check(String database, String user, Seen seen) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database, user, "");
        Statement statement = connection.createStatement()) {
      Set<String> ended =
          strings(statement, "SELECT CAST(id AS varchar) FROM sl_session WHERE status = 'closed'");
      Set<String> charged = strings(statement, "SELECT CAST(call_id AS varchar) FROM charge");
      assertThat(ended).containsAll(seen.ended);
      assertThat(charged).isEqualTo(ended);
      assertThat(ended)
          .doesNotContainAnyElementsOf(seen.refused.isEmpty() ? Set.of("") : seen.refused);
      assertThat(ended)
          .doesNotContainAnyElementsOf(
              seen.endUnanswered.isEmpty() ? Set.of("") : seen.endUnanswered);
      assertThat(
              strings(
                  statement,
                  "SELECT CAST(session_id AS varchar) FROM sl_chain WHERE owner IS NOT NULL AND"
                      + " due_at > CURRENT_TIMESTAMP"))
          .isEmpty();
    }
  }

  private static Set<String> strings(Statement statement, String query) throws SQLException {
    Set<String> all = ConcurrentHashMap.newKeySet();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
