package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file archive reports as deleted is deleted, even if others work on the same files. */
@Tag("long")
class ArchiveFilesTest {

  private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID ORGANIZATION = new UUID(1, 1);
  private static final int USERS = 4;
  private static final int SESSIONS = 4;

  @TempDir Path root;

  @Test
  void simultaneous_erasures_by_threads_and_processes_delete_what_they_report() throws Exception {
    erase(12);
  }

  @Test
  @Tag("long")
  void two_hundred_rounds_of_simultaneous_erasures_delete_what_they_report() throws Exception {
    erase(200);
  }

  /** Each round, two threads on two archives and a process with two threads erase a user each. */
  private void erase(int rounds) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<FileSessionArchive> archives =
        List.of(FileSessionArchive.in(root), FileSessionArchive.in(root));
    try (ArchiveEraser node = new ArchiveEraser(root)) {
      for (int round = 0; round < rounds; round++) {
        List<UUID> users = Stream.generate(UUID::randomUUID).limit(USERS).toList();
        write(archives.get(0), users, "hello");
        List<Callable<Integer>> own = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          FileSessionArchive archive = archives.get(i);
          UUID user = users.get(i);
          own.add(() -> archive.delete(ORGANIZATION, user, Set.of()));
        }
        node.order(ORGANIZATION, users.get(2));
        node.order(ORGANIZATION, users.get(3));
        for (var deleted : threads.invokeAll(own)) {
          assertThat(deleted.get()).isEqualTo(SESSIONS);
        }
        assertThat(List.of(node.report(), node.report()))
            .containsExactlyInAnyOrder(
                users.get(2) + " " + SESSIONS, users.get(3) + " " + SESSIONS);
        assertThat(text()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothing_of_a_user_is_left_after_an_erasure_that_follows_a_killed_one() throws Exception {
    FileSessionArchive archive = FileSessionArchive.in(root);
    Random random = new Random(4);
    boolean killed = false;
    for (int i = 0; i < 20 && !killed; i++) {
      List<UUID> users = Stream.generate(UUID::randomUUID).limit(USERS).toList();
      StringBuilder noise = new StringBuilder();
      random.ints(60_000, 'a', 'z').forEach(c -> noise.append((char) c));
      write(archive, users, noise.toString());
      try (ArchiveEraser node = new ArchiveEraser(root)) {
        node.order(ORGANIZATION, users.get(0));
        while (files(".tmp").isEmpty() && node.isAlive() && text().contains(users.get(0) + "")) {
          Thread.onSpinWait();
        }
        node.kill();
      }
      killed = !files(".tmp").isEmpty();
      archive.delete(ORGANIZATION, users.get(0), Set.of());
      assertThat(text()).doesNotContain(users.get(0).toString()).contains(users.get(1).toString());
      assertThat(files(".tmp")).isEmpty();
    }
    assertThat(killed).as("a process was killed while it rewrote a file").isTrue();
  }

  @Test
  void links_to_folders_and_files_are_followed_by_every_call(@TempDir Path elsewhere)
      throws IOException {
    Path organization = Files.createDirectory(elsewhere.resolve("organization"));
    Path date = Files.createDirectory(elsewhere.resolve("date"));
    Files.createSymbolicLink(root.resolve(ORGANIZATION.toString()), organization);
    Files.createSymbolicLink(organization.resolve("2026-03-01"), date);
    FileSessionArchive archive = FileSessionArchive.in(root);
    UUID user = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    List<ArchivedSession> written = write(archive, List.of(user, other), "hello");
    Path file = files(".gz").get(0).toRealPath();
    Path moved = Files.move(file, elsewhere.resolve("moved.jsonl.gz"));
    Files.createSymbolicLink(file, moved);

    UUID id = written.get(0).session().id();
    assertThat(archive.read(ORGANIZATION, id)).isPresent();
    assertThat(archive.delete(ORGANIZATION, user, Set.of())).isEqualTo(SESSIONS);
    assertThat(archive.read(ORGANIZATION, id)).isEmpty();
    assertThat(Files.isSymbolicLink(file)).isTrue();
    assertThat(unzipped(moved)).doesNotContain(user.toString()).contains(other.toString());
    assertThat(archive.delete(ORGANIZATION, other, Set.of())).isEqualTo(SESSIONS);
    assertThat(moved).doesNotExist();
  }

  @Test
  void a_link_into_another_organizations_folder_reaches_none_of_its_sessions() throws IOException {
    FileSessionArchive archive = FileSessionArchive.in(root);
    UUID user = UUID.randomUUID();
    UUID id = write(archive, List.of(user), "hello").get(0).session().id();
    UUID other = UUID.randomUUID();
    Files.createSymbolicLink(root.resolve(other.toString()), root.resolve(ORGANIZATION.toString()));
    assertThat(archive.read(other, id)).isEmpty();
    assertThat(archive.delete(other, user, Set.of())).isZero();
    assertThat(archive.read(ORGANIZATION, id)).isPresent();
  }

  @Test
  void files_are_the_owners_alone_and_a_rewritten_one_keeps_its_mode() throws IOException {
    FileSessionArchive archive = FileSessionArchive.in(root.resolve("new"));
    UUID user = UUID.randomUUID();
    write(archive, List.of(user, UUID.randomUUID()), "hello");
    Path file = files(".gz").get(0);
    assertThat(mode(file)).isEqualTo("rw-------");
    for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
      assertThat(mode(folder)).isEqualTo("rwx------");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    archive.delete(ORGANIZATION, user, Set.of());
    assertThat(mode(file)).isEqualTo("rw-r-----");
  }

  @Test
  void damaged_files_are_named_and_stop_neither_reads_nor_erasures_of_others() throws IOException {
    FileSessionArchive archive = FileSessionArchive.in(root);
    UUID user = UUID.randomUUID();
    UUID id = write(archive, List.of(user, UUID.randomUUID()), "hello").get(0).session().id();
    Path folder = files(".gz").get(0).getParent();
    byte[] whole = Files.readAllBytes(files(".gz").get(0));
    Files.write(folder.resolve("0-truncated.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(folder.resolve("1-empty.jsonl.gz"), new byte[0]);
    Files.write(folder.resolve("2-text.jsonl.gz"), new byte[] {'a', (byte) 0xff, '\n'});
    zip(folder.resolve("3-bytes.jsonl.gz"), new byte[] {(byte) 0xc3, '(', '\n'});

    assertThat(archive.read(ORGANIZATION, id)).isPresent();
    assertThatThrownBy(() -> archive.read(ORGANIZATION, UUID.randomUUID()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2026-03-01/0-truncated.jsonl.gz");
    assertThatThrownBy(() -> archive.delete(ORGANIZATION, user, Set.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2026-03-01/0-truncated.jsonl.gz")
        .hasMessageContaining("2026-03-01/1-empty.jsonl.gz")
        .hasMessageContaining("2026-03-01/2-text.jsonl.gz")
        .hasMessageContaining("2026-03-01/3-bytes.jsonl.gz");
    for (String damaged : List.of("0-truncated", "1-empty", "2-text", "3-bytes")) {
      Files.delete(folder.resolve(damaged + ".jsonl.gz"));
    }
    assertThat(archive.read(ORGANIZATION, id)).isEmpty();
    assertThat(text()).doesNotContain(user.toString());
  }

  @Test
  void a_small_file_that_unpacks_to_a_large_one_takes_little_memory() throws IOException {
    FileSessionArchive archive = FileSessionArchive.in(root);
    UUID user = UUID.randomUUID();
    write(archive, List.of(user), "hello");
    Path folder = files(".gz").get(0).getParent();
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("0.jsonl.gz")))) {
      byte[] zeros = new byte[1 << 20];
      for (int n = 0; n < 256; n++) {
        out.write(zeros);
      }
    }
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> archive.delete(ORGANIZATION, user, Set.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0.jsonl.gz");
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
    Files.delete(folder.resolve("0.jsonl.gz"));
    assertThat(text()).isEmpty();
  }

  @Test
  void reading_while_others_are_erased_finds_what_is_there() throws Exception {
    FileSessionArchive archive = FileSessionArchive.in(root);
    UUID id = write(archive, List.of(UUID.randomUUID()), "stays").get(0).session().id();
    List<UUID> users = Stream.generate(UUID::randomUUID).limit(30).toList();
    for (UUID user : users) {
      write(archive, List.of(user), "goes");
    }
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      var erasing =
          threads.submit(
              () -> {
                for (UUID user : users) {
                  archive.delete(ORGANIZATION, user, Set.of());
                }
                return true;
              });
      while (!erasing.isDone()) {
        assertThat(archive.read(ORGANIZATION, id)).isPresent();
        assertThat(archive.read(ORGANIZATION, UUID.randomUUID())).isEmpty();
      }
      assertThat(erasing.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Writes a file with sessions of each user, in turn. */
  private static List<ArchivedSession> write(
      FileSessionArchive archive, List<UUID> users, String text) throws IOException {
    List<ArchivedSession> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      users.forEach(user -> sessions.add(session(user, text)));
    }
    archive.write(sessions);
    return sessions;
  }

  private static ArchivedSession session(UUID user, String text) {
    Session session =
        SessionBuilder.of(ORGANIZATION, UUID.randomUUID(), user)
            .status(SessionStatus.CLOSED)
            .createdAt(DAY)
            .startedAt(DAY)
            .updatedAt(DAY)
            .endedAt(DAY)
            .closedAt(DAY.plus(Duration.ofSeconds(1)))
            .reason(TerminationReason.RESOLVED)
            .outcome(OutcomeCategory.RESOLVED)
            .triggeredBy("api")
            .version(2)
            .build();
    return new ArchivedSession(
        session,
        List.of(new StoredMessage(UUID.randomUUID(), 1, MessageRole.USER, text, DAY, null)),
        List.of(),
        List.of());
  }

  private List<Path> files(String ending) throws IOException {
    Map<String, Path> files = new HashMap<>();
    for (Path date : List.of(root, root.resolve("new"))) {
      Path folder = date.resolve(ORGANIZATION + "/2026-03-01");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.list(folder)) {
          all.filter(it -> it.toString().endsWith(ending))
              .forEach(it -> files.put(it.toString(), it));
        }
      }
    }
    return List.copyOf(files.values());
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files(".gz")) {
      text.append(unzippedIfThere(file));
    }
    return text.toString();
  }

  private static String unzippedIfThere(Path file) throws IOException {
    try {
      return unzipped(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return ""; // deleted meanwhile
    }
  }

  private static String unzipped(Path file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void zip(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
