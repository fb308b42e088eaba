package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.internal.document.SessionDocument;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose heap is far smaller than the data it processes. */
@Tag("long")
class SmallHeapTest {
  private static final int CHAINS = Integer.getInteger("sessionlifecycle.chains", 300);
  private static final int MESSAGES = 10;
  private static final int LENGTH = 60_000;
  private static final int MEMORIES = 700_000;

  @Tag("long")
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

  @Test
  @Tag("long")
  void a_session_longer_than_the_heap_is_archived_and_purged_and_erased(@TempDir Path folder)
      throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    UUID user = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    List<UUID> ids = new ArrayList<>();
    Path archive = folder.resolve("archive");
    try (SessionLifecycle lifecycle = SmallHeapKeeper.open(url, archive, Duration.ZERO)) {
      OrganizationSessions sessions = lifecycle.organization(SmallHeapKeeper.ORGANIZATION);
      String text = "y".repeat(LENGTH);
      for (UUID each : List.of(user, other, other)) {
        UUID id = sessions.open(SessionRequest.with(each)).orThrow().id();
        ids.add(id);
        int appends = each.equals(user) ? 100 : 2;
        for (int i = 0; i < appends; i++) {
          sessions.append(id, Collections.nCopies(MESSAGES, Message.fromUser(text)));
        }
        sessions.close(id, "USER_REQUESTED");
      }
    }
    String root = archive.toString();
    String nobody = UUID.randomUUID().toString();
    String tooLong = ids.get(0).toString();
    assertThat(output(SmallHeapKeeper.class, url, root, nobody, tooLong))
        .containsExactly("archived 3", "purged 3", "erased 0", "read archived_session_too_large");
    FileSessionArchive files = FileSessionArchive.in(archive);
    for (UUID id : ids) {
      ArchivedSession read = files.read(SmallHeapKeeper.ORGANIZATION, id).orElseThrow();
      assertThat(read.messages()).hasSize(read.session().messageCount());
      assertThat(read.messages()).allMatch(message -> message.text().length() == LENGTH);
      assertThat(read.history()).hasSize(2);
    }
    String small = ids.get(1).toString();
    assertThat(output(SmallHeapKeeper.class, url, root, user.toString(), small))
        .containsExactly("archived 0", "purged 0", "erased 1", "read true");
    assertThat(files.read(SmallHeapKeeper.ORGANIZATION, ids.get(0))).isEmpty();
    assertThat(files.read(SmallHeapKeeper.ORGANIZATION, ids.get(1))).isPresent();
  }

  @Tag("long")
  @Test
  void an_end_user_with_more_text_than_the_heap_is_exported(@TempDir Path folder) throws Exception {
    exportInSmallHeap(300, 10, "y".repeat(30_000), folder.resolve("export.jsonl"));
  }

  @Test
  @Tag("campaign")
  void an_end_user_with_a_million_messages_is_exported(@TempDir Path folder) throws Exception {
    exportInSmallHeap(10_000, 100, "Where is my order? ".repeat(5), folder.resolve("export.jsonl"));
  }

  private static void exportInSmallHeap(int copies, int messages, String text, Path file)
      throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    UUID organization = UUID.randomUUID();
    UUID user = UUID.randomUUID();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
                    .schemaMode(SchemaMode.MIGRATE)
                    .build())
            .build()) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      UUID id = sessions.open(SessionRequest.with(user)).orThrow().id();
      sessions.append(id, Collections.nCopies(messages, Message.fromUser(text)));
      sessions.close(id, "USER_REQUESTED");
    }
    copySession(url, copies - 1);
    assertThat(
            output(
                64,
                SmallHeapExporter.class,
                url,
                organization.toString(),
                user.toString(),
                file.toString()))
        .containsExactly("exported " + copies);
    Set<UUID> ids = new HashSet<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(
          line -> {
            ArchivedSession session = SessionDocument.read(line);
            assertThat(session.messages()).hasSize(messages);
            assertThat(session.history()).hasSize(2);
            assertThat(session.session().endUserId()).isEqualTo(user);
            ids.add(session.session().id());
          });
    }
    assertThat(ids).hasSize(copies);
  }

  /** Copies the only session of a database, with its messages and history. */
  private static void copySession(String url, int copies) {
    Jdbi.create(url, "postgres", "postgres")
        .useHandle(
            handle -> {
              for (String table : List.of("session", "session_detail", "history", "message")) {
                String id = table.startsWith("session") ? "id" : "session_id";
                String others =
                    handle
                        .createQuery(
                            "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
                                + " WHERE table_name = :table AND column_name <> :id")
                        .bind("table", "sl_" + table)
                        .bind("id", id)
                        .mapTo(String.class)
                        .one();
                handle.execute(
                    "INSERT INTO sl_%s (%s, %s) SELECT md5(n::text)::uuid, %s FROM sl_%s, generate_series(1, %d) n"
                        .formatted(table, id, others, others, table, copies));
              }
              handle.execute("ANALYZE");
            });
  }

  @Test
  @Tag("long")
  void a_memory_file_with_more_keys_than_fit_into_the_heap_is_added_to(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("memories.jsonl");
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int i = 0; i < MEMORIES; i++) {
        lines.write("{\"idempotency_key\":\"" + key(i) + "\"}\n");
      }
    }
    assertThat(output(SmallHeapMemory.class, file.toString(), key(7), key(-1)))
        .containsExactly("stored " + key(7), "stored " + key(-1));
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.count()).isEqualTo(MEMORIES + 1);
    }
  }

  private static String key(int number) {
    return new UUID(number, number) + ":memory";
  }

  private static List<String> run(String url) throws Exception {
    return output(SmallHeap.class, url, Integer.toString(CHAINS));
  }

  private static List<String> output(Class<?> main, String... arguments) throws Exception {
    return output(48, main, arguments);
  }

  private static List<String> output(int megabytes, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx" + megabytes + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var out = process.inputReader()) {
      return out.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
