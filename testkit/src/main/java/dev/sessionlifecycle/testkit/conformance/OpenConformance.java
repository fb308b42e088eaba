package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of opening a session without conflicts. */
abstract class OpenConformance extends Conformance {
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
    Session live = reused(store.open(scene.opening(again)));
    Check.sameSession(first, live);
    Session closed = scene.close(first);
    Session ended = alreadyEnded(store.open(scene.opening(again)));
    Check.sameSession(closed, ended);
    assertEquals(2, history(first).size());
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

  @Test
  void the_first_history_entry_records_the_opening() {
    Session opened = scene.open(draft -> draft.status(SessionStatus.RINGING));
    var history = history(opened);
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

  private final UUID user = UUID.randomUUID();

  private OpenResult open(OpenPolicy policy) {
    return open(policy, draft());
  }

  private OpenResult open(OpenPolicy policy, SessionBuilder draft) {
    return store.open(scene.opening(draft, policy));
  }

  private SessionBuilder draft() {
    return scene.draft().endUserId(user);
  }

  @Test
  void reuse_returns_the_live_session() {
    Session first = opened(open(OpenPolicy.REUSE));
    Session second = reused(open(OpenPolicy.REUSE));
    Check.sameSession(scene.reload(first), second);
  }

  @Test
  void reject_returns_the_live_session() {
    Session first = opened(open(OpenPolicy.REJECT));
    Session second = Check.instance(OpenResult.Rejected.class, open(OpenPolicy.REJECT)).session();
    Check.sameSession(scene.reload(first), second);
    assertEquals(1, sessions().size());
  }

  @Test
  void supersede_ends_the_live_session_and_opens_another() {
    Session first = opened(open(OpenPolicy.SUPERSEDE));
    OpenResult.Superseded second =
        Check.instance(OpenResult.Superseded.class, open(OpenPolicy.SUPERSEDE));
    Session old = scene.reload(first);
    Check.sameSession(old, second.old());
    assertEquals(SessionStatus.SUPERSEDED, old.status());
    assertEquals(TerminationReason.SUPERSEDED, old.reason());
    assertEquals(second.session().id(), old.supersededById());
    assertEquals(SessionStatus.ACTIVE, scene.reload(second.session()).status());
    assertTrue(store.chains().find(key(old)).isPresent());
    assertTrue(store.chains().find(key(second.session())).isEmpty());
    assertEquals(2, history(old).size());
  }

  @Test
  void a_key_taken_under_one_policy_is_seen_by_the_others() {
    Session first = opened(open(OpenPolicy.REJECT));
    assertEquals(first.id(), reused(open(OpenPolicy.REUSE)).id());
    assertEquals(
        first.id(),
        Check.instance(OpenResult.Superseded.class, open(OpenPolicy.SUPERSEDE)).old().id());
  }

  @Test
  void always_new_neither_takes_nor_checks_the_key() {
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.ALWAYS_NEW));
    Session holder = opened(open(OpenPolicy.REUSE));
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.ALWAYS_NEW));
    assertEquals(holder.id(), open(OpenPolicy.REUSE).session().id());
    assertEquals(3, sessions().size());
  }

  @Test
  void ending_a_session_releases_its_key() {
    Session first = open(OpenPolicy.REUSE).session();
    scene.close(first);
    Session second = opened(open(OpenPolicy.REUSE));
    assertEquals(second.id(), open(OpenPolicy.REJECT).session().id());
  }

  @Test
  void channel_type_and_user_are_part_of_the_key() {
    open(OpenPolicy.REUSE);
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE, draft().channel("sms")));
    Check.instance(
        OpenResult.Opened.class,
        open(OpenPolicy.REUSE, draft().sessionType(SessionType.SIMULATION)));
    UUID other = UUID.randomUUID();
    SessionBuilder another =
        SessionBuilder.of(scene.organizationId(), UUID.randomUUID(), other).channel("voice");
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE, another));
    assertEquals(4, sessions().size());
  }

  @Test
  void a_move_does_not_release_the_key() {
    Session first = open(OpenPolicy.REUSE).session();
    scene.move(first, SessionStatus.TRANSFERRED);
    assertEquals(first.id(), open(OpenPolicy.REUSE).session().id());
  }

  @Test
  void one_of_sixteen_racing_opens_wins_and_the_others_see_its_session() {
    List<OpenResult> results = Race.values(16, racer -> open(OpenPolicy.REUSE));
    List<OpenResult> opened = results.stream().filter(OpenResult.Opened.class::isInstance).toList();
    assertEquals(1, opened.size());
    UUID winner = opened.get(0).session().id();
    assertTrue(results.stream().allMatch(it -> it.session().id().equals(winner)));
    assertEquals(1, sessions().size());
  }

  @Test
  void sixteen_racing_supersedes_leave_one_live_session_and_distinct_successors() {
    Race.values(16, racer -> open(OpenPolicy.SUPERSEDE));
    List<Session> all = sessions();
    assertEquals(16, all.size());
    List<Session> live = all.stream().filter(it -> !it.isEnded()).toList();
    assertEquals(1, live.size());
    List<UUID> successors = all.stream().map(Session::supersededById).distinct().toList();
    assertEquals(16, successors.size(), "each took the place of one, the first of none");
    for (Session session : all) {
      assertEquals(session.isEnded(), store.chains().find(key(session)).isPresent());
    }
  }

  private List<Session> sessions() {
    return store.list(new ListIntent(scene.organizationId(), SessionFilter.all(), null, 100));
  }
}
