package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.internal.document.SessionDocument;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.ExportReport;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.DocumentSchema;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The export of sessions and end users. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class ExportTest extends HousekeepingFixture {
  private static final Duration DAY = Duration.ofDays(1);
  private static final DocumentSchema SCHEMA = new DocumentSchema();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir Path root;

  private SessionLifecycleBuilder archiving(SessionLifecycleBuilder builder) {
    return builder
        .archive(FileSessionArchive.in(root))
        .retention(RetentionPolicy.keepFor(DAY.multipliedBy(7)).withArchiveAfter(DAY));
  }

  private Session ended(UUID who) {
    Session session =
        sessions
            .open(
                SessionRequest.on("voice", who)
                    .withSubject("é \"quoted\"\n\u2028")
                    .withExternalRef(new ExternalRef("carrier", "call-7" + UUID.randomUUID()))
                    .withMetadata(Map.of("order", Map.of("lines", List.of(1, 2.5, "three", true))))
                    .withContextVariables(Map.of("name", "Ada")))
            .orThrow();
    sessions.append(session.id(), Message.fromUser("one"), Message.fromAgent("two"));
    sessions.evals().record(session.id(), EvalRun.pending(UUID.randomUUID(), true));
    sessions
        .evals()
        .record(
            session.id(),
            EvalRun.completed(
                UUID.randomUUID(), false, new EvalScore("tone", true), new EvalScore("x", null)));
    clock.advance(Duration.ofMinutes(3));
    sessions.addUsage(session.id(), Map.of("cost_usd", new BigDecimal("0.0125")));
    sessions.close(session.id(), "voicemail");
    return sessions.disposition(session.id(), "call_back", "tomorrow", "agent").orThrow();
  }

  private String exported(Session session) throws IOException {
    out.reset();
    sessions.export(session.id(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private ExportReport export(UUID who) throws IOException {
    out.reset();
    return retention().export(who, out);
  }

  private OrganizationRetention retention() {
    return lifecycle.retention(organization);
  }

  private List<ArchivedSession> documents() {
    return out.toString(StandardCharsets.UTF_8).lines().map(SessionDocument::read).toList();
  }

  private List<UUID> ids() {
    return documents().stream().map(it -> it.session().id()).toList();
  }

  private ArchivedSession everything(Session session) {
    UUID id = session.id();
    return new ArchivedSession(
        fixture.store().find(key(session)).orElseThrow(),
        sessions.messages(id),
        sessions.history(id),
        sessions.evals().list(id, null, 100));
  }

  @Test
  void an_exported_session_is_what_the_archive_keeps_and_fits_the_schema() throws IOException {
    build(this::archiving);
    Session session = ended(user);
    String line = exported(session);
    assertThat(SCHEMA.strictViolations(line)).isEmpty();
    assertThat(SessionDocument.read(line)).isEqualTo(everything(session));
    assertThat(sweepAfter(DAY).count(Done.ARCHIVED)).isOne();
    String later = exported(session);
    assertThat(files()).containsExactly(later.strip());
    assertThat(retention().archived(session.id()).orElseThrow().evals()).hasSize(2);
  }

  @Test
  void the_schema_refuses_what_is_no_document() throws IOException {
    String line = exported(ended(user));
    for (String bad :
        List.of(
            "[]",
            "{}",
            line.replace("\"version\":1,", "\"version\":2,"),
            line.replace("\"role\":\"USER\",", ""),
            line.replace("\"sent_at\":\"", "\"sent_at\":\"on "),
            line.replace("\"critical\":true", "\"critical\":\"yes\""),
            line.replaceFirst("\"end_user_id\":\"", "\"end_user_id\":\"x"))) {
      assertThat(SCHEMA.violations(bad)).as(bad).isNotEmpty();
    }
    String newer = line.replace("\"channel\":", "\"of_a_newer_version\":1,\"channel\":");
    assertThat(SCHEMA.violations(newer)).isEmpty();
    assertThat(SCHEMA.strictViolations(newer)).isNotEmpty();
  }

  @Test
  void sessions_in_any_status_are_exported_and_fit_the_schema() throws IOException {
    for (SessionStatus status : SessionStatus.live()) {
      if (status == SessionStatus.ACTIVE || status == SessionStatus.RINGING) {
        assertThat(SCHEMA.strictViolations(exported(open("sms", status)))).isEmpty();
      }
    }
    Session moved = call();
    sessions.transition(moved.id(), SessionStatus.TRANSFERRED, "agent", "busy");
    assertThat(SCHEMA.strictViolations(exported(moved))).isEmpty();
    assertThat(SessionDocument.read(out.toString(StandardCharsets.UTF_8)).history()).hasSize(2);
  }

  @Test
  void every_session_of_an_end_user_is_exported_newest_first_and_no_other() throws IOException {
    List<UUID> mine = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      mine.add(0, ended(user).id());
      if (i % 10 == 0) {
        ended(UUID.randomUUID());
      }
    }
    Session live = call();
    mine.add(0, live.id());
    assertThat(export(user)).isEqualTo(new ExportReport(31, 0, List.of()));
    assertThat(ids()).isEqualTo(mine);
    assertThat(documents().get(7)).isEqualTo(everything(sessions.get(mine.get(7))));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .allMatch(it -> SCHEMA.strictViolations(it).isEmpty());
  }

  @Test
  void a_session_of_several_pages_is_exported_whole() throws IOException {
    Session session = call();
    for (int i = 0; i < 5; i++) {
      sessions.append(
          session.id(), Stream.generate(() -> Message.fromUser("word")).limit(40).toList());
    }
    for (int i = 0; i < 70; i++) {
      sessions.evals().record(session.id(), EvalRun.pending(UUID.randomUUID(), false));
    }
    assertThat(SessionDocument.read(exported(session))).isEqualTo(everything(session));
  }

  @Test
  void sessions_that_only_the_archive_has_are_exported_once() throws IOException {
    build(this::archiving);
    Session purged = ended(user);
    ended(UUID.randomUUID());
    sweepAfter(DAY);
    ArchivedSession kept = retention().archived(purged.id()).orElseThrow();
    assertThat(sweepAfter(DAY.multipliedBy(7)).count(Done.PURGED)).isEqualTo(2);
    Session both = ended(user);
    sweepAfter(DAY);
    assertThat(retention().archived(both.id())).isPresent();
    Session stored = ended(user);
    assertThat(export(user)).isEqualTo(new ExportReport(2, 1, List.of()));
    assertThat(ids()).containsExactly(stored.id(), both.id(), purged.id());
    assertThat(documents().get(2)).isEqualTo(kept);
  }

  @Test
  void a_foreign_organization_gets_what_a_missing_session_or_user_gets() throws IOException {
    build(this::archiving);
    Session session = ended(user);
    sweepAfter(DAY);
    UUID other = UUID.randomUUID();
    for (UUID id : List.of(session.id(), UUID.randomUUID())) {
      assertThatThrownBy(() -> lifecycle.organization(other).export(id, out))
          .isInstanceOf(SessionNotFoundException.class);
    }
    for (UUID who : List.of(user, UUID.randomUUID())) {
      assertThat(lifecycle.retention(other).export(who, out))
          .isEqualTo(new ExportReport(0, 0, List.of()));
    }
    assertThat(export(UUID.randomUUID())).isEqualTo(new ExportReport(0, 0, List.of()));
    assertThat(out.size()).isZero();
  }

  @Test
  void nothing_of_an_erased_end_user_is_exported() throws IOException {
    build(this::archiving);
    ended(user);
    sweepAfter(DAY);
    assertThat(export(user).stored()).isOne();
    assertThat(retention().erase(user, "privacy").isComplete()).isTrue();
    assertThat(export(user)).isEqualTo(new ExportReport(0, 0, List.of()));
  }

  @Test
  void a_read_only_view_exports_and_the_sink_is_flushed_but_not_closed() throws IOException {
    Session session = ended(user);
    List<String> calls = new ArrayList<>();
    lifecycle
        .readOnly()
        .organization(organization)
        .export(
            session.id(),
            new OutputStream() {
              @Override
              public void write(int b) {
                calls.add("write");
              }

              @Override
              public void flush() {
                calls.add("flush");
              }

              @Override
              public void close() {
                calls.add("close");
              }
            });
    assertThat(calls).contains("write").endsWith("flush").doesNotContain("close");
  }

  @Test
  void what_the_sink_throws_reaches_the_caller_unchanged() throws IOException {
    build(this::archiving);
    Session purged = ended(user);
    sweepAfter(DAY);
    sweepAfter(DAY.multipliedBy(7));
    UUID several = UUID.randomUUID();
    Session stored = ended(several);
    for (Throwable failure :
        List.of(
            new IOException("full"),
            new UncheckedIOException(new IOException("gone")),
            new OutOfMemoryError("host"))) {
      OutputStream failing = new Failing(failure);
      assertThatThrownBy(() -> sessions.export(stored.id(), failing)).isSameAs(failure);
      assertThatThrownBy(() -> retention().export(several, failing)).isSameAs(failure);
      assertThatThrownBy(() -> retention().export(user, failing))
          .as("while the archive writes")
          .isSameAs(failure);
    }
    assertThat(isThere(purged)).isFalse();
    assertThat(export(user).isComplete()).isTrue();
  }

  @Test
  void an_archive_that_fails_or_does_not_export_is_named_in_the_report() throws IOException {
    build(this::archiving);
    Session session = ended(user);
    build(it -> it.archive(new Unable()));
    assertThat(export(user)).isEqualTo(new ExportReport(1, 0, List.of("archive")));
    assertThat(export(user).isComplete()).isFalse();
    assertThat(ids()).containsExactly(session.id());
    build(this::archiving);
    sweepAfter(DAY);
    for (Path file : archiveFiles()) {
      Files.write(file, new byte[] {1, 2, 3});
    }
    ExportReport report = export(user);
    assertThat(report.failed()).hasSize(2).contains("archive");
    assertThat(report.failed().get(1)).startsWith("archive: ").endsWith(".jsonl.gz");
    assertThat(ids()).containsExactly(session.id());
  }

  private List<Path> archiveFiles() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(it -> it.toString().endsWith(".jsonl.gz")).toList();
    }
  }

  private List<String> files() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : archiveFiles()) {
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  /** Throws always the same. */
  private static final class Failing extends OutputStream {
    private final Throwable failure;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public void write(int b) throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
        throw e;
      }
      throw (Error) failure;
    }
  }

  /** An archive that does not export. */
  private static final class Unable implements SessionArchive {
    @Override
    public void write(List<ArchivedSession> sessions) {}

    @Override
    public Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) {
      return Optional.empty();
    }

    @Override
    public void delete(UUID organizationId, UUID sessionId) {}

    @Override
    public int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) {
      return 0;
    }
  }
}
