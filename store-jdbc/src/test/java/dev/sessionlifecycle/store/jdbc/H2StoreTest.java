package dev.sessionlifecycle.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final ChainDefinition SHAPE =
      new ChainDefinition(List.of(new ChainDefinition.Step("scrub", List.of())));
  private static final CloseDefaults TERMS =
      new CloseDefaults(ChainsByType.of(SHAPE), RetentionPolicy.keepFor(Duration.ofDays(3)));

  private final UUID organization = UUID.randomUUID();

  @Test
  void an_in_memory_session_is_opened_appended_to_ended_and_read() {
    try (JdbcSessionStore store = JdbcSessionStore.h2Memory(UUID.randomUUID().toString())) {
      livesAndEnds(store);
    }
  }

  @Test
  void a_session_in_a_file_survives_reopening(@TempDir Path folder) {
    String path = folder.resolve("sessions").toString();
    Session ended;
    try (JdbcSessionStore store = JdbcSessionStore.h2(path)) {
      ended = livesAndEnds(store);
    }
    try (JdbcSessionStore store = JdbcSessionStore.h2(path)) {
      assertEquals(ended, store.find(new SessionKey(organization, ended.id())).orElseThrow());
    }
  }

  private Session livesAndEnds(JdbcSessionStore store) {
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    Session draft =
        SessionBuilder.of(organization, UUID.randomUUID(), UUID.randomUUID())
            .channel("voice")
            .externalRef(ref)
            .subject("about")
            .metadata(Map.of("a", 1L, "b", List.of("x", 2.5)))
            .createdAt(AT)
            .startedAt(AT)
            .updatedAt(AT)
            .build();
    OpenIntent open = new OpenIntent(draft, OpenPolicy.REUSE, "api", null, null, TERMS);
    Session opened = assertInstanceOf(OpenResult.Opened.class, store.open(open)).session();
    SessionKey key = new SessionKey(organization, opened.id());
    assertEquals(opened, store.find(key).orElseThrow());
    assertEquals(opened, store.findByExternalRef(organization, ref).orElseThrow());
    assertInstanceOf(OpenResult.Reused.class, store.open(open));

    Message message = Message.fromUser("hello").withId(UUID.randomUUID()).at(AT.plusSeconds(5));
    AppendIntent append = new AppendIntent(key, List.of(message), AT.plusSeconds(5));
    assertInstanceOf(AppendReply.Appended.class, store.append(append));
    assertEquals(store.append(append), store.append(append));
    assertEquals(1, store.messages(key, 0, 10).size());

    store.chains().register(SHAPE);
    CloseIntent close = close(key);
    Session ended = assertInstanceOf(CloseReply.Closed.class, store.close(close)).session();
    assertEquals(ended, store.find(key).orElseThrow());
    assertEquals(new CloseReply.AlreadyEnded(ended), store.close(close));
    assertEquals(
        List.of(HistoryEntry.Kind.OPENED, HistoryEntry.Kind.ENDED),
        store.history(key, 0, 10).stream().map(HistoryEntry::kind).toList());
    List<ChainLease> leases =
        store
            .chains()
            .claim(
                new ClaimRequest(
                    UUID.randomUUID(), Duration.ofMinutes(1), 10, 5, Set.of(SHAPE.digest()), null));
    assertEquals(1, leases.size());
    assertTrue(store.chains().find(key).orElseThrow().leased());
    return ended;
  }

  private static CloseIntent close(SessionKey key) {
    return CloseIntent.builder(key, AT.plusSeconds(60), TERMS)
        .reason(TerminationReason.USER_REQUESTED)
        .reportedReason("said so")
        .build();
  }
}
