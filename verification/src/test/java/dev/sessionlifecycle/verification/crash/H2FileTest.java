package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves is what its file contains at that moment. */
class H2FileTest {
  private static final UUID ORGANIZATION = new UUID(15, 16);
  private static final int CALLS = 96;
  private static final int BETWEEN_COPIES = 8;

  private final Random random = new Random(20261130);

  @TempDir private Path folder;

  /** Space is reused at once, which H2 otherwise does after 45 s. */
  @Tag("long")
  @Test
  void an_acknowledged_call_is_in_the_file_of_a_killed_process() throws Exception {
    Path file = folder.resolve("sessions");
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:async:" + file + ";WRITE_DELAY=0;RETENTION_TIME=0;DB_CLOSE_ON_EXIT=FALSE",
            "sa",
            "");
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
            .build()) {
      OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
      UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
      for (int call = 1; call <= CALLS; call++) {
        sessions.append(id, Message.fromUser(text()));
        if (call % BETWEEN_COPIES == 0) {
          assertThat(messagesInCopy(file, id)).as("messages after call %d", call).isEqualTo(call);
        }
      }
    } finally {
      pool.dispose();
    }
  }

  /** The next write of H2 goes where it was not expected if its size differs from the last one. */
  private String text() {
    return "x".repeat(1 + random.nextInt(random.nextInt(10) == 0 ? 60_000 : 3_000));
  }

  private int messagesInCopy(Path file, UUID id) throws IOException {
    Path copy = folder.resolve("copy");
    Files.copy(
        file.resolveSibling(file.getFileName() + ".mv.db"),
        copy.resolveSibling("copy.mv.db"),
        StandardCopyOption.REPLACE_EXISTING);
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2(copy.toString())).build()) {
      return lifecycle.organization(ORGANIZATION).get(id).messageCount();
    }
  }
}
