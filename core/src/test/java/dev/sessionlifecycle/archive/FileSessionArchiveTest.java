package dev.sessionlifecycle.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.internal.DamagedFilesException;
import dev.sessionlifecycle.internal.document.SessionDocument;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSessionArchiveTest {
  private static final Instant END = Instant.parse("2026-03-01T23:59:59.123456Z");
  private static final UUID ORGANIZATION = new UUID(1, 1);

  private static ArchivedSession archived(UUID id, UUID user, String text) {
    Session session =
        SessionBuilder.of(ORGANIZATION, id, user)
            .status(SessionStatus.CLOSED)
            .origin(Origin.INBOUND)
            .externalRef(new ExternalRef("carrier", "é-1"))
            .subject(text)
            .metadata(Map.of("n", 7L, "deep", Map.of("list", List.of(1.5, true, "x"))))
            .createdAt(END)
            .startedAt(END)
            .updatedAt(END)
            .activatedAt(END)
            .endedAt(END)
            .closedAt(END)
            .durationMs(0L)
            .reason(TerminationReason.RESOLVED)
            .outcome(OutcomeCategory.RESOLVED)
            .triggeredBy("api")
            .evalSummary(new EvalSummary(3, 1, 1, 1, 2, 1, 1, 0))
            .version(3)
            .build();
    return new ArchivedSession(
        session,
        List.of(
            new StoredMessage(new UUID(5, 5), 1, MessageRole.USER, text, END, null),
            new StoredMessage(new UUID(5, 6), 2, MessageRole.AGENT, "hi", END, new UUID(6, 6))),
        List.of(
            new HistoryEntry(
                1, HistoryEntry.Kind.OPENED, null, SessionStatus.ACTIVE, null, "api", END),
            new HistoryEntry(
                2,
                HistoryEntry.Kind.ENDED,
                SessionStatus.ACTIVE,
                SessionStatus.CLOSED,
                TerminationReason.RESOLVED,
                "api",
                END)),
        List.of(
            EvalRun.completed(new UUID(7, 1), true, new EvalScore("tone", true)),
            new EvalRun(
                new UUID(7, 2),
                EvalRunStatus.RUNNING,
                false,
                List.of(new EvalScore("facts", null), new EvalScore("tone", false)))));
  }

  @Property
  void a_document_is_one_line_and_reads_back_unchanged(@ForAll String text) {
    ArchivedSession archived = archived(new UUID(2, 2), new UUID(3, 3), text);
    String line = line(archived);
    assertEquals(line.length() - 1, line.indexOf('\n'));
    assertEquals(archived, SessionDocument.read(line));
  }

  @Test
  void a_malformed_document_is_refused() {
    for (String bad :
        List.of(
            "", "{", "[]", "{\"format\":\"other\",\"version\":1}", "{\"a\":1}x", "{\"a\":tru}")) {
      assertThrows(IllegalArgumentException.class, () -> SessionDocument.read(bad));
    }
  }

  @Test
  void a_document_without_eval_runs_is_read() {
    ArchivedSession archived = archived(new UUID(2, 2), new UUID(3, 3), "hello");
    String line = line(archived);
    String old = line.substring(0, line.indexOf(",\"evals\"")) + "}";
    assertEquals(List.of(), SessionDocument.read(old).evals());
    assertEquals(archived.messages(), SessionDocument.read(old).messages());
  }

  @Test
  void an_export_has_each_session_of_the_user_once_as_written_last(@TempDir Path root)
      throws IOException {
    UUID user = new UUID(3, 1);
    ArchivedSession first = archived(new UUID(2, 1), user, "first");
    ArchivedSession again = archived(new UUID(2, 1), user, "again");
    ArchivedSession second = archived(new UUID(2, 2), user, "second");
    ArchivedSession other = archived(new UUID(2, 3), new UUID(3, 2), "speaks of " + user);
    FileSessionArchive archive = FileSessionArchive.in(root);
    archive.write(List.of(first, other));
    try (Stream<Path> files = Files.list(root.resolve(ORGANIZATION + "/2026-03-01"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(END));
      }
    }
    archive.write(List.of(again, second));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(2, archive.export(ORGANIZATION, user, id -> true, out));
    assertEquals(line(again) + line(second), out.toString(StandardCharsets.UTF_8));
    out.reset();
    assertEquals(
        1, archive.export(ORGANIZATION, user, id -> id.equals(second.session().id()), out));
    assertEquals(line(second), out.toString(StandardCharsets.UTF_8));
    assertEquals(0, archive.export(new UUID(9, 9), user, id -> true, out));
  }

  @Test
  void an_export_writes_nothing_of_a_damaged_file_and_everything_of_others(@TempDir Path root)
      throws IOException {
    UUID user = new UUID(3, 1);
    ArchivedSession cut = archived(new UUID(2, 1), user, "cut ".repeat(1_000));
    ArchivedSession whole = archived(new UUID(2, 2), user, "whole");
    FileSessionArchive archive = FileSessionArchive.in(root);
    archive.write(List.of(cut));
    try (Stream<Path> files = Files.list(root.resolve(ORGANIZATION + "/2026-03-01"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".gz")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
      }
    }
    archive.write(List.of(whole));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DamagedFilesException e =
        assertThrows(
            DamagedFilesException.class, () -> archive.export(ORGANIZATION, user, id -> true, out));
    assertEquals(1, e.done());
    assertEquals(1, e.files().size());
    assertEquals(line(whole), out.toString(StandardCharsets.UTF_8));
  }

  private static String line(ArchivedSession archived) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      SessionDocument.writeLine(
          archived.session(), archived.messages(), archived.history(), archived.evals(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void files_are_grouped_by_organization_and_date_and_can_be_read_back(@TempDir Path root)
      throws IOException {
    ArchivedSession one = archived(new UUID(2, 1), new UUID(3, 1), "one");
    ArchivedSession other = archived(new UUID(2, 2), new UUID(3, 2), "other");
    FileSessionArchive archive = FileSessionArchive.in(root);
    archive.write(List.of(one, other));
    assertEquals(Optional.of(one), archive.read(ORGANIZATION, one.session().id()));
    assertEquals(Optional.of(other), archive.read(ORGANIZATION, other.session().id()));
    assertEquals(Optional.empty(), archive.read(new UUID(9, 9), one.session().id()));
    try (Stream<Path> files = Files.list(root.resolve(ORGANIZATION + "/2026-03-01"))) {
      List<String> names = files.map(it -> it.getFileName().toString()).toList();
      assertEquals(1, names.size());
      assertTrue(names.get(0).endsWith(".jsonl.gz"));
    }
  }

  @Test
  void deleting_an_end_user_keeps_the_held_sessions(@TempDir Path root) throws IOException {
    UUID user = new UUID(3, 1);
    ArchivedSession gone = archived(new UUID(2, 1), user, "gone");
    ArchivedSession held = archived(new UUID(2, 2), user, "held");
    ArchivedSession other = archived(new UUID(2, 3), new UUID(3, 2), "speaks of " + user);
    FileSessionArchive archive = FileSessionArchive.in(root);
    archive.write(List.of(gone, held, other));
    Set<UUID> keep = Set.of(held.session().id());
    assertEquals(1, archive.delete(ORGANIZATION, user, keep));
    assertEquals(0, archive.delete(ORGANIZATION, user, keep));
    assertEquals(Optional.empty(), archive.read(ORGANIZATION, gone.session().id()));
    assertEquals(Optional.of(held), archive.read(ORGANIZATION, held.session().id()));
    assertEquals(Optional.of(other), archive.read(ORGANIZATION, other.session().id()));
    assertEquals(1, archive.delete(ORGANIZATION, user, Set.of()));
    assertEquals(0, archive.delete(new UUID(9, 9), user, Set.of()));
  }
}
