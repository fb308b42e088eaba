package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of opening a session without conflicts. */
public abstract class OpenConformance extends Conformance {

  /** For subclasses. */
  protected OpenConformance() {}

  @Test
  void every_given_field_is_stored() {
    SessionBuilder draft =
        scene
            .draft()
            .channel("sms")
            .sessionType(SessionType.SIMULATION)
            .priority(Priority.URGENT)
            .origin(Origin.OUTBOUND)
            .externalRef(new ExternalRef("twilio", "CA1"))
            .subject("a broken kettle")
            .assignedAgentId(UUID.randomUUID())
            .retentionPolicyId(UUID.randomUUID())
            .previousSessionId(UUID.randomUUID())
            .metadata(Map.of("plan", "gold", "tags", List.of("a", 1L, 2.5, true)))
            .contextVariables(Map.of("name", "Ada", "nested", Map.of("x", 1L)))
            .startedAt(scene.now().minusSeconds(90))
            .createdAt(scene.now().minusSeconds(2))
            .updatedAt(scene.now().minusSeconds(2));
    Session opened = store.open(scene.opening(draft)).orThrow();
    Session expected =
        draft.activatedAt(scene.now()).statusSince(scene.now()).lastActivityAt(scene.now()).build();
    Check.sameSession(expected, opened);
    Check.sameSession(expected, scene.reload(opened));
  }

  @Test
  void every_omitted_field_has_its_default() {
    Session stored = scene.reload(scene.open());
    assertEquals(SessionType.LIVE, stored.sessionType());
    assertEquals(Priority.NORMAL, stored.priority());
    assertEquals(Map.of(), stored.metadata());
    assertEquals(Map.of(), stored.contextVariables());
    assertEquals(0, stored.messageCount());
    assertEquals(1, stored.version());
    assertNull(stored.origin());
    assertNull(stored.externalRef());
    assertNull(stored.subject());
    assertNull(stored.reason());
    assertNull(stored.outcome());
    assertNull(stored.closedAt());
    assertNull(stored.durationMs());
    assertNull(stored.retentionExpiresAt());
    assertNull(stored.finalizedAt());
  }

  @Test
  void the_start_time_comes_from_the_store_clock() {
    for (SessionStatus status :
        List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE)) {
      Session draft =
          scene
              .draft()
              .status(status)
              .createdAt(scene.now().minusSeconds(5))
              .startedAt(scene.now().minusSeconds(5))
              .updatedAt(scene.now().minusSeconds(5))
              .build();
      Session stored = scene.reload(store.open(scene.opening(SessionBuilder.of(draft))).session());
      assertEquals(status, stored.status());
      assertEquals(scene.now(), stored.statusSince());
      assertEquals(scene.now(), stored.lastActivityAt());
      assertEquals(status == SessionStatus.RINGING ? scene.now() : null, stored.rangAt());
      assertEquals(status == SessionStatus.ACTIVE ? scene.now() : null, stored.activatedAt());
      assertEquals(draft.createdAt(), stored.updatedAt());
      clock.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void a_session_id_opens_one_session() {
    Session first = scene.open(draft -> draft.subject("first"));
    SessionBuilder again =
        SessionBuilder.of(scene.organizationId(), first.id(), UUID.randomUUID())
            .createdAt(scene.now())
            .startedAt(scene.now())
            .updatedAt(scene.now())
            .subject("second");
    Session live =
        Check.instance(OpenResult.Reused.class, store.open(scene.opening(again))).session();
    Check.sameSession(first, live);
    Session closed = scene.close(first);
    Session ended =
        Check.instance(OpenResult.AlreadyEnded.class, store.open(scene.opening(again))).session();
    Check.sameSession(closed, ended);
    assertEquals(2, store.history(Scenario.key(first), 0, 10).size());
  }

  @Test
  void one_user_may_have_two_sessions() {
    UUID user = UUID.randomUUID();
    Session one = store.open(scene.opening(draftOf(user))).orThrow();
    OpenResult other = store.open(scene.opening(draftOf(user)));
    Check.instance(OpenResult.Opened.class, other);
    assertEquals(SessionStatus.ACTIVE, scene.reload(one).status());
    assertEquals(SessionStatus.ACTIVE, scene.reload(other.session()).status());
  }

  private SessionBuilder draftOf(UUID user) {
    return SessionBuilder.of(scene.organizationId(), UUID.randomUUID(), user)
        .createdAt(scene.now())
        .startedAt(scene.now())
        .updatedAt(scene.now());
  }

  @Test
  void the_first_history_entry_records_the_opening() {
    Session opened = scene.open(draft -> draft.status(SessionStatus.RINGING));
    var history = store.history(Scenario.key(opened), 0, 10);
    assertEquals(1, history.size());
    var entry = history.get(0);
    assertEquals(1, entry.sequence());
    assertEquals(dev.sessionlifecycle.session.HistoryEntry.Kind.OPENED, entry.kind());
    assertNull(entry.from());
    assertEquals(SessionStatus.RINGING, entry.to());
    assertNull(entry.reason());
    assertEquals("api", entry.triggeredBy());
    assertEquals(opened.createdAt(), entry.at());
  }
}
