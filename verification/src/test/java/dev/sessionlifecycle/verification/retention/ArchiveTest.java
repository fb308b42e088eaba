package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The file archive, as housekeeping and erasure use it. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class ArchiveTest extends HousekeepingFixture {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path root;

  /** Fails on request, before or after it has written. */
  private final class Flaky implements SessionArchive {
    private boolean failsBefore;
    private boolean failsAfter;
    private @Nullable UUID refused;
    private Runnable meanwhile = () -> {};
    private int writes;

    private SessionArchive files() {
      return FileSessionArchive.in(root);
    }

    @Override
    public void write(List<ArchivedSession> sessions) throws Exception {
      writes++;
      if (failsBefore || sessions.stream().anyMatch(it -> it.session().id().equals(refused))) {
        throw new IOException("no room");
      }
      meanwhile.run();
      files().write(sessions);
      if (failsAfter) {
        throw new IOException("nobody knows");
      }
    }

    @Override
    public Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) throws Exception {
      return files().read(organizationId, sessionId);
    }

    @Override
    public int export(UUID organizationId, UUID endUserId, Predicate<UUID> wanted, OutputStream out)
        throws Exception {
      if (failsBefore) {
        throw new IOException("no answer");
      }
      return files().export(organizationId, endUserId, wanted, out);
    }

    @Override
    public void delete(UUID organizationId, UUID sessionId) throws Exception {
      files().delete(organizationId, sessionId);
    }

    @Override
    public int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) throws Exception {
      if (failsBefore) {
        throw new IOException("read-only");
      }
      return files().delete(organizationId, endUserId, keep);
    }
  }

  private final Flaky archive = new Flaky();

  private SessionLifecycleBuilder archiving(SessionLifecycleBuilder builder) {
    return builder.archive(archive).retention(RetentionPolicy.keepFor(WEEK).withArchiveAfter(DAY));
  }

  private Session ended(UUID who) {
    Session session =
        sessions.open(SessionRequest.on("voice", who).withSubject("a word")).orThrow();
    sessions.append(session.id(), Message.fromUser("a word"), Message.fromAgent("another"));
    return sessions.close(session.id(), "a word").session();
  }

  @Test
  void a_session_is_marked_archived_only_after_the_archive_acknowledged_it() {
    build(this::archiving);
    Session session = ended(user);
    archive.failsBefore = true;
    HousekeepingReport refused = sweepAfter(DAY);
    assertThat(refused.count(NotDone.ARCHIVE_FAILED)).isEqualTo(1);
    assertThat(reload(session).archivedAt()).isNull();
    archive.failsBefore = false;
    archive.failsAfter = true;
    assertThat(sweepAfter(HOUR).count(NotDone.ARCHIVE_FAILED)).isEqualTo(1);
    assertThat(reload(session).archivedAt()).isNull();
    archive.failsAfter = false;
    assertThat(sweepAfter(HOUR).count(Done.ARCHIVED)).isEqualTo(1);
    assertThat(reload(session).archivedAt()).isEqualTo(clock.instant());
    assertThat(sweepAfter(HOUR).done()).isEmpty();
  }

  @Test
  void a_session_is_purged_only_after_the_archive_acknowledged_it() {
    build(this::archiving);
    Session session = ended(user);
    archive.failsAfter = true;
    HousekeepingReport report = sweepAfter(WEEK.plus(DAY));
    assertThat(report.count(NotDone.ARCHIVE_FAILED)).isEqualTo(1);
    assertThat(report.count(Done.PURGED)).isZero();
    assertThat(isThere(session)).isTrue();
    archive.failsAfter = false;
    HousekeepingReport both = sweepAfter(HOUR);
    assertThat(both.count(Done.ARCHIVED)).isEqualTo(1);
    assertThat(both.count(Done.PURGED)).isEqualTo(1);
    assertThat(isThere(session)).isFalse();
  }

  @Test
  void a_session_the_archive_refuses_does_not_block_the_others() {
    build(this::archiving);
    List<Session> all = Stream.generate(() -> ended(user)).limit(60).toList();
    archive.refused = all.get(17).id();
    HousekeepingReport report = sweepAfter(DAY);
    assertThat(report.count(Done.ARCHIVED)).isEqualTo(59);
    assertThat(report.count(NotDone.ARCHIVE_FAILED)).isEqualTo(1);
    assertThat(reload(all.get(17)).archivedAt()).isNull();
    archive.refused = null;
    assertThat(sweepAfter(HOUR).count(Done.ARCHIVED)).isEqualTo(1);
  }

  @Test
  void an_archive_that_refuses_everything_is_called_only_a_few_times() {
    build(this::archiving);
    for (int i = 0; i < 60; i++) {
      ended(user);
    }
    archive.failsBefore = true;
    assertThat(sweepAfter(DAY).count(NotDone.ARCHIVE_FAILED)).isEqualTo(60);
    assertThat(archive.writes).isLessThan(20);
  }

  @Test
  void a_session_erased_while_being_archived_does_not_stay_in_the_archive() throws Exception {
    build(this::archiving);
    UUID erased = UUID.randomUUID();
    Session gone = ended(erased);
    Session stays = ended(user);
    archive.meanwhile = () -> lifecycle.retention(organization).erase(erased, "privacy");
    sweepAfter(DAY);
    assertThat(isThere(gone)).isFalse();
    assertThat(archive.read(organization, gone.id())).isEmpty();
    assertThat(archive.read(organization, stays.id())).isPresent();
  }

  @Test
  void sessions_too_long_to_be_read_at_once_are_archived_whole() throws Exception {
    build(this::archiving);
    List<Session> all = new ArrayList<>();
    for (int messages : List.of(1, 90, 60, 60, 1)) {
      Session session = sessions.open(SessionRequest.on("voice", user)).orThrow();
      String text = "é".repeat(30_000) + "z".repeat(1 + messages);
      for (int i = 0; i < messages; i++) {
        sessions.append(session.id(), Message.fromUser(text));
      }
      all.add(sessions.close(session.id(), "user_hangup").session());
    }
    assertThat(sweepAfter(DAY).count(Done.ARCHIVED)).isEqualTo(all.size());
    assertThat(archive.writes).isGreaterThan(1);
    FileSessionArchive pages = FileSessionArchive.in(root.resolve("pages"));
    for (Session session : all) {
      var messages = sessions.messages(session.id());
      var history = sessions.history(session.id());
      ArchivedSession read = archive.read(organization, session.id()).orElseThrow();
      assertThat(read.messages()).isEqualTo(messages);
      assertThat(read.history()).isEqualTo(history);
      pages.write(session, messages, history, List.of());
      ArchivedSession again = pages.read(organization, session.id()).orElseThrow();
      assertThat(again).isEqualTo(new ArchivedSession(session, messages, history, List.of()));
    }
  }

  @Test
  void a_run_with_a_hanging_archive_closes_in_time_and_continues_after_an_error() throws Exception {
    build(this::archiving);
    Session session = ended(user);
    clock.advance(DAY);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    archive.meanwhile =
        () -> {
          inside.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          throw new NoClassDefFoundError("no/Class");
        };
    HousekeepingRun run =
        lifecycle
            .housekeeping()
            .start(HousekeepingOptions.defaults().withEvery(Duration.ofMillis(5)));
    inside.await();
    assertThat(run.close(Duration.ofMillis(20))).isFalse();
    release.countDown();
    assertThat(run.close(HOUR)).isTrue();
    assertThat(run.report().count(NotDone.ARCHIVE_FAILED)).isEqualTo(1);
    assertThat(reload(session).archivedAt()).isNull();
  }

  @Test
  void sessions_to_be_archived_are_kept_without_an_archive() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK).withArchiveAfter(DAY)));
    Session session = ended(user);
    assertThat(sweepAfter(WEEK).count(NotDone.NO_ARCHIVE)).isEqualTo(1);
    assertThat(isThere(session)).isTrue();
  }

  @Test
  void an_archived_session_can_be_read_after_its_purge() {
    build(this::archiving);
    Session session = ended(user);
    sweepAfter(DAY);
    Session archived = reload(session);
    var messages = sessions.messages(session.id());
    var history = sessions.history(session.id());
    assertThat(sweepAfter(WEEK).count(Done.PURGED)).isEqualTo(1);
    assertThat(isThere(session)).isFalse();
    ArchivedSession read = lifecycle.retention(organization).archived(session.id()).orElseThrow();
    assertThat(read.messages()).isEqualTo(messages);
    assertThat(read.history()).isEqualTo(history);
    assertThat(read.session().reportedReason()).isEqualTo("a word");
    assertThat(read.session().endedAt()).isEqualTo(archived.endedAt());
    assertThat(lifecycle.retention(UUID.randomUUID()).archived(session.id())).isEmpty();
  }

  @Test
  void an_erasure_covers_sessions_that_are_only_in_the_archive() throws IOException {
    build(this::archiving);
    ended(user);
    Session others = ended(UUID.randomUUID());
    sweepAfter(WEEK);
    assertThat(archivedText()).contains(user.toString());
    archive.failsBefore = true;
    ErasureReport failed = lifecycle.retention(organization).erase(user, "officer");
    assertThat(failed.failed()).containsExactly("archive");
    assertThat(failed.isComplete()).isFalse();
    archive.failsBefore = false;
    ErasureReport erased = lifecycle.retention(organization).erase(user, "officer");
    assertThat(erased.archived()).isEqualTo(1);
    assertThat(erased.isComplete()).isTrue();
    assertThat(archivedText()).doesNotContain(user.toString()).contains(others.id().toString());
  }

  @Test
  void an_erasure_names_the_damaged_files_of_the_archive() throws IOException {
    build(this::archiving);
    ended(user);
    sweepAfter(WEEK);
    Path folder;
    try (Stream<Path> files = Files.walk(root)) {
      folder = files.filter(Files::isRegularFile).findFirst().orElseThrow().getParent();
    }
    Path damaged = Files.writeString(folder.resolve("damaged.jsonl.gz"), "nothing");
    ErasureReport report = lifecycle.retention(organization).erase(user, "officer");
    assertThat(report.archived()).isEqualTo(1);
    assertThat(report.failed())
        .containsExactly("archive", "archive: " + folder.getFileName() + "/damaged.jsonl.gz");
    Files.delete(damaged);
    assertThat(lifecycle.retention(organization).erase(user, "officer").isComplete()).isTrue();
  }

  @Test
  void an_erasure_keeps_held_sessions_in_the_archive() throws IOException {
    build(this::archiving);
    Session held = ended(user);
    Session free = ended(user);
    sweepAfter(DAY);
    Hold hold =
        lifecycle
            .retention(organization)
            .place(HoldScope.session(held.id()), "matter 7", "counsel");
    ErasureReport first = lifecycle.retention(organization).erase(user, "officer");
    assertThat(first.keptBy()).containsExactly(hold);
    assertThat(archivedText()).contains(held.id().toString()).doesNotContain(free.id().toString());
    lifecycle.retention(organization).release(hold.id(), "judge");
    assertThat(lifecycle.retention(organization).erase(user, "officer").isComplete()).isTrue();
    assertThat(archivedText()).isEmpty();
  }

  private String archivedText() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return text.toString();
  }
}
