package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A process whose heap is far smaller than the data it processes. */
class SmallHeapTest {
  private static final int CHAINS = Integer.getInteger("sessionlifecycle.chains", 300);
  private static final int MESSAGES = 10;
  private static final int LENGTH = 60_000;

  @Test
  void chains_with_long_transcripts_finish_in_a_small_heap() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
                    .schemaMode(SchemaMode.MIGRATE)
                    .build())
            .finalizeWith(SmallHeap.chain(new CountDownLatch(0)))
            .build()) {
      OrganizationSessions sessions = lifecycle.organization(new UUID(16, 16));
      String text = "x".repeat(LENGTH);
      for (int i = 0; i < CHAINS; i++) {
        UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
        sessions.append(id, Collections.nCopies(MESSAGES, Message.fromUser(text)));
        sessions.close(id, "USER_REQUESTED");
      }
      assertThat(run(url)).containsExactly("all");
      String summary = "length " + MESSAGES * LENGTH;
      String cursor = null;
      int seen = 0;
      do {
        var page = sessions.list(SessionFilter.all(), cursor, 100);
        assertThat(page.items()).allMatch(it -> summary.equals(it.summary()));
        seen += page.items().size();
        cursor = page.next();
      } while (cursor != null);
      assertThat(seen).isEqualTo(CHAINS);
    }
  }

  private static List<String> run(String url) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                url,
                Integer.toString(CHAINS))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out = process.inputReader()) {
      return out.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
