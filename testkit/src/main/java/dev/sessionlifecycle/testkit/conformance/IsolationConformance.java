package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that no data crosses organizations: to each method, a session of another organization does
 * not exist.
 */
abstract class IsolationConformance extends ChainTests {
  private Scenario other;

  /** Creates a second organization. */
  @BeforeEach
  final void takeAnother() {
    other = scene.elsewhere();
  }

  private SessionKey foreign(Session session) {
    return other.key(session.id());
  }

  @Test
  void a_foreign_session_is_not_found_read_or_listed() {
    Session session = scene.append(scene.open(), scene.fromUser("hello"));
    assertTrue(store.find(key(session)).isPresent());
    assertEquals(Optional.empty(), store.find(foreign(session)));
    assertEquals(List.of(), store.messages(foreign(session), 0, 10));
    assertEquals(List.of(), store.history(foreign(session), 0, 10));
    assertEquals(
        List.of(),
        store.list(new ListIntent(other.organizationId(), SessionFilter.all(), null, 10)));
    assertEquals(0, store.chains().transcript(foreign(session), 0, 10).size());
    assertEquals(1, store.chains().transcript(key(session), 0, 10).size());
  }

  @Test
  void a_foreign_session_cannot_be_written() {
    EvalRun run = EvalRun.pending(UUID.randomUUID(), true);
    for (Session session : List.of(scene.open(), scene.close(scene.open()))) {
      store.evals().record(new EvalIntent(key(session), run, 20));
      Session before = scene.reload(session);
      assertMissing(foreign(session), run);
      Check.sameSession(before, scene.reload(session));
      assertEquals(List.of(run), store.evals().list(key(session), null, 20));
    }
  }

  @Test
  void an_unknown_session_is_reported_missing() {
    Session session = scene.open();
    assertMissing(scene.key(UUID.randomUUID()), EvalRun.pending(UUID.randomUUID(), true));
    Check.sameSession(session, scene.reload(session));
  }

  /** Asserts that every operation reports that there is no such session. */
  private void assertMissing(SessionKey key, EvalRun run) {
    Instant now = scene.now();
    assertEquals(
        new AppendReply.Missing(),
        store.append(new AppendIntent(key, List.of(scene.fromUser("x")), now)));
    assertEquals(
        new TransitionReply.Missing(),
        store.transition(new TransitionIntent(key, SessionStatus.PAUSED, "api", now, null)));
    CloseIntent close = CloseIntent.builder(key, now, scene.terms()).build();
    assertEquals(new CloseReply.Missing(), store.close(close));
    assertEquals(List.of(new CloseReply.Missing()), store.closeAll(List.of(close)));
    EndReason reason = EndReason.of(TerminationReason.RESOLVED);
    assertEquals(
        new EnrichReply.Missing(),
        store.enrich(
            new EnrichIntent(
                key,
                HistoryEntry.Kind.ENRICHED,
                reason,
                null,
                "api",
                now,
                scene.terms().defaultPolicy())));
    SessionUpdate update = SessionUpdate.nothing().withSubject("x").withRecording();
    assertEquals(
        new UpdateReply.Missing(),
        store.updates().update(new UpdateIntent(key, null, update, now)));
    assertEquals(new EvalReply.Missing(), store.evals().record(new EvalIntent(key, run, 20)));
    assertEquals(Optional.empty(), store.evals().find(key, run.id()));
    assertEquals(List.of(), store.evals().list(key, null, 20));
    assertEquals(Optional.empty(), store.chains().find(key));
    assertEquals(Optional.empty(), store.chains().session(key));
  }

  @Test
  void two_organizations_may_use_the_same_session_id() {
    Session mine = scene.open(draft -> draft.subject("mine"));
    OpenResult opened =
        store.open(
            other.opening(
                SessionBuilder.of(other.organizationId(), mine.id(), UUID.randomUUID())
                    .subject("theirs")));
    Check.instance(OpenResult.Opened.class, opened);
    other.close(opened.session());
    Check.sameSession(mine, scene.reload(mine));
  }

  @Test
  void external_ids_and_early_ends_belong_to_an_organization() {
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    Session mine = scene.open(draft -> draft.externalRef(ref));
    assertEquals(Optional.empty(), store.findByExternalRef(other.organizationId(), ref));
    CloseReply reply =
        store.closeExternal(
            ref, CloseIntent.builder(foreign(mine), scene.now(), scene.terms()).build());
    assertEquals(new CloseReply.Kept(), reply);
    assertEquals(SessionStatus.ACTIVE, scene.reload(mine).status());
    Scenario third = scene.elsewhere();
    assertEquals(
        SessionStatus.ACTIVE, third.reload(third.open(it -> it.externalRef(ref))).status());
    Check.instance(
        OpenResult.AlreadyEnded.class, store.open(other.opening(other.draft().externalRef(ref))));
  }

  @Test
  void active_keys_belong_to_an_organization() {
    UUID user = UUID.randomUUID();
    Session mine = store.open(scene.opening(draftFor(scene, user), OpenPolicy.SUPERSEDE)).session();
    OpenResult theirs = store.open(other.opening(draftFor(other, user), OpenPolicy.SUPERSEDE));
    Check.instance(OpenResult.Opened.class, theirs);
    assertEquals(SessionStatus.ACTIVE, scene.reload(mine).status());
  }

  private static dev.sessionlifecycle.spi.SessionBuilder draftFor(Scenario where, UUID user) {
    return SessionBuilder.of(where.organizationId(), UUID.randomUUID(), user);
  }

  @Test
  void equal_message_ids_of_two_organizations_do_not_collide() {
    Session mine = scene.open();
    Session theirs = other.open();
    UUID id = UUID.randomUUID();
    var message = scene.fromUser("mine").withId(id);
    scene.append(mine, message);
    other.append(theirs, other.fromAgent("theirs").withId(id));
    assertEquals("mine", messages(mine).get(0).text());
    assertEquals("theirs", messages(theirs).get(0).text());
  }

  @Test
  void another_organization_cannot_settle_renew_release_or_revise_a_chain() {
    Session session = scene.close(scene.open());
    LeaseRef lease = claim().ref();
    LeaseRef forged = new LeaseRef(foreign(session), lease.token());
    ChainState done = ChainState.decode("d1 d1 d1");
    ChainRecord before = store.chains().find(key(session)).orElseThrow();
    assertEquals(
        List.of(SettleReply.STALE), store.chains().settle(List.of(released(forged, done, null))));
    assertEquals(Set.of(), store.chains().renew(List.of(forged), Duration.ofDays(1)));
    store.chains().release(List.of(forged));
    ChainRecord revised =
        new ChainRecord(
            foreign(session), before.shape(), before.state(), before.token(), false, null, null);
    assertFalse(store.chains().revise(revised, done, null, List.of()));
    assertEquals(before, store.chains().find(key(session)).orElseThrow());
    assertEquals(List.of(), store.chains().attempts(foreign(session)));
    assertTrue(store.chains().lastParked(foreign(session), "scrub").isEmpty());
    assertEquals(List.of(), store.chains().parked(other.organizationId(), null, 10));
  }

  @Test
  void another_organization_cannot_own_a_session() {
    Session session = scene.open();
    Duration lease = Duration.ofSeconds(30);
    assertTrue(
        store
            .owners()
            .acquire(foreign(session), UUID.randomUUID(), lease, false, scene.now())
            .isEmpty());
    long token =
        store
            .owners()
            .acquire(key(session), UUID.randomUUID(), lease, false, scene.now())
            .orElseThrow();
    assertFalse(store.owners().renew(foreign(session), token, lease));
    assertFalse(store.owners().release(foreign(session), token));
    assertTrue(store.owners().renew(key(session), token, lease));
  }

  @Test
  void policies_belong_to_an_organization() {
    UUID id = UUID.randomUUID();
    RetentionPolicy week = RetentionPolicy.keepFor(Duration.ofDays(7));
    store.policies().define(scene.organizationId(), id, week, true);
    assertEquals(Optional.of(week), store.policies().find(scene.organizationId(), id));
    assertEquals(Optional.empty(), store.policies().find(other.organizationId(), id));
    assertEquals(Optional.empty(), store.policies().findDefault(other.organizationId()));
    Session theirs = other.close(other.open(draft -> draft.retentionPolicyId(id)));
    assertEquals(null, other.reload(theirs).retentionExpiresAt());
    assertEquals(
        scene.now().plus(Duration.ofDays(7)), scene.close(scene.open()).retentionExpiresAt());
  }
}
