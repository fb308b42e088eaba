package dev.sessionlifecycle.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
                END)));
  }

  @Property
  void a_document_is_one_line_and_reads_back_unchanged(@ForAll String text) throws IOException {
    ArchivedSession archived = archived(new UUID(2, 2), new UUID(3, 3), text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArchiveDocument.write(archived.session(), archived.messages(), archived.history(), out);
    String line = out.toString(StandardCharsets.UTF_8);
    assertEquals(-1, line.indexOf('\n'));
    assertEquals(archived, ArchiveDocument.read(line));
  }

  @Test
  void a_malformed_document_is_refused() {
    for (String bad :
        List.of(
            "", "{", "[]", "{\"format\":\"other\",\"version\":1}", "{\"a\":1}x", "{\"a\":tru}")) {
      assertThrows(IllegalArgumentException.class, () -> ArchiveDocument.read(bad));
    }
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
