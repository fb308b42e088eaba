package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TouchReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of owner leases on live sessions. */
abstract class OwnerConformance extends Conformance {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private OptionalLong acquire(Session session, boolean buffering) {
    return store.owners().acquire(key(session), UUID.randomUUID(), LEASE, buffering, scene.now());
  }

  private boolean renew(Session session, long token) {
    return store.owners().renew(key(session), token, LEASE);
  }

  private boolean release(Session session, long token) {
    return store.owners().release(key(session), token);
  }

  @Test
  void a_session_has_one_owner_until_the_lease_lapses() {
    Session session = scene.open();
    long first = acquire(session, false).orElseThrow();
    assertTrue(acquire(session, false).isEmpty());
    clock.advance(Duration.ofSeconds(29));
    assertTrue(acquire(session, false).isEmpty());
    clock.advance(Duration.ofSeconds(2));
    long second = acquire(session, false).orElseThrow();
    assertTrue(second > first);
    assertFalse(renew(session, first));
    assertFalse(release(session, first));
    assertTrue(renew(session, second));
  }

  @Test
  void an_owner_whose_reply_was_lost_gets_its_token_again() {
    Session session = scene.open();
    UUID owner = UUID.randomUUID();
    OptionalLong token = store.owners().acquire(key(session), owner, LEASE, false, scene.now());
    assertTrue(token.isPresent());
    clock.advance(Duration.ofSeconds(20));
    assertEquals(token, store.owners().acquire(key(session), owner, LEASE, true, scene.now()));
    clock.advance(Duration.ofSeconds(20));
    assertTrue(acquire(session, false).isEmpty());
    assertEquals(1, history(session).size());
    scene.close(session);
    assertEquals(scene.now().plusSeconds(10), chain(session).dueAt());
    assertTrue(flush(session, token.orElseThrow(), scene.fromUser("hello")));
  }

  @Test
  void a_lapsed_lease_can_be_given_up() {
    Session session = scene.open();
    long token = acquire(session, false).orElseThrow();
    clock.advance(LEASE);
    assertTrue(release(session, token));
    assertFalse(release(session, token));
    // It is no orphan: nobody takes it over.
    assertTrue(acquire(session, false).orElseThrow() > token);
    assertEquals(1, history(session).size());
  }

  @Test
  void renewal_extends_the_lease_from_now() {
    Session session = scene.open();
    long token = acquire(session, false).orElseThrow();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofSeconds(20));
      assertTrue(renew(session, token));
      assertTrue(acquire(session, false).isEmpty());
    }
    clock.advance(Duration.ofSeconds(31));
    assertFalse(renew(session, token));
  }

  @Test
  void release_frees_the_session_and_the_next_token_is_greater() {
    Session session = scene.open();
    long first = acquire(session, false).orElseThrow();
    assertTrue(release(session, first));
    assertFalse(release(session, first));
    assertFalse(renew(session, first));
    assertTrue(acquire(session, false).orElseThrow() > first);
  }

  @Test
  void only_a_live_session_can_be_owned() {
    for (SessionStatus status : SessionStatus.all()) {
      assertEquals(status.isLive(), acquire(scene.openIn(status), false).isPresent());
    }
    SessionKey nowhere = scene.key(UUID.randomUUID());
    assertTrue(
        store.owners().acquire(nowhere, UUID.randomUUID(), LEASE, false, scene.now()).isEmpty());
    assertFalse(store.owners().renew(nowhere, 1, LEASE));
    assertFalse(store.owners().release(nowhere, 1));
  }

  @Test
  void ending_the_session_stops_the_renewal() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    scene.close(session);
    assertFalse(renew(session, token));
  }

  @Test
  void the_chain_waits_for_an_owner_that_buffers_messages() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    clock.advance(Duration.ofSeconds(10));
    scene.close(session);
    assertEquals(scene.now().plusSeconds(20), chain(session).dueAt());
    clock.advance(Duration.ofSeconds(5));
    assertTrue(release(session, token));
    assertEquals(scene.now(), chain(session).dueAt());
    assertFalse(release(session, token));
  }

  @Test
  void the_chain_does_not_wait_for_an_owner_that_buffers_nothing() {
    Session plain = scene.open();
    acquire(plain, false).orElseThrow();
    scene.close(plain);
    assertEquals(scene.now(), chain(plain).dueAt());
    Session lapsed = scene.open();
    acquire(lapsed, true).orElseThrow();
    clock.advance(Duration.ofSeconds(31));
    scene.close(lapsed);
    assertEquals(scene.now(), chain(lapsed).dueAt());
  }

  @Test
  void the_chain_does_not_wait_if_the_owner_itself_ends_the_session() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    store.close(
        scene
            .closing(session)
            .guard(new CloseGuard.Owned(token))
            .buffer(List.of(scene.fromUser("hello")))
            .build());
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals(1, scene.reload(session).messageCount());
    assertFalse(release(session, token));
  }

  @Test
  void buffered_messages_are_written_after_another_caller_ended_the_session() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    Session ended = scene.close(session);
    clock.advance(Duration.ofSeconds(5));
    Message heard = scene.fromUser("hello");
    assertTrue(flush(session, token, heard));
    assertEquals(1, messages(session).size());
    assertEquals(scene.now(), chain(session).dueAt());
    Session after = scene.reload(session);
    assertEquals(ended.status(), after.status());
    assertEquals(1, after.userMessageCount());
    assertEquals(heard.sentAt(), after.endedAt());
    assertEquals(5_000L, after.durationMs());
    assertFalse(flush(session, token, heard));
  }

  private static final RetentionPolicy KEEP =
      RetentionPolicy.keepFor(Duration.ofDays(365))
          .withOutcome(OutcomeCategory.ABANDONED, Duration.ofDays(1))
          .withOutcome(OutcomeCategory.UNREACHED, Duration.ofDays(400))
          .withArchiveAfter(Duration.ofHours(2));

  private Optional<OwnerStore.Flushed> flushed(Session session, long token, Message... held) {
    return store.owners().flush(key(session), token, List.of(held), scene.now(), KEEP);
  }

  @Test
  void a_flush_stamps_what_the_end_rules_say_about_the_full_record() {
    for (TerminationReason reason : TerminationReason.values()) {
      Session session = scene.open();
      long token = acquire(session, true).orElseThrow();
      clock.advance(Duration.ofSeconds(3));
      CloseIntent end =
          scene
              .closing(session, scene.terms(KEEP))
              .reason(reason)
              .end(new EndTime.LastActivity())
              .build();
      store.close(end);
      clock.advance(Duration.ofSeconds(2));
      Message held = scene.fromUser("hello");
      OwnerStore.Flushed flushed = flushed(session, token, held).orElseThrow();
      Session after = scene.reload(session);
      Check.sameSession(after, flushed.after());
      assertEquals(reason.outcome(true), after.outcome());
      assertEquals(reason.outcome(false), flushed.before().outcome());
      Instant endedAt = Objects.requireNonNull(after.endedAt());
      assertEquals(held.sentAt(), endedAt);
      assertEquals(5_000L, after.durationMs());
      assertFalse(endedAt.isAfter(Objects.requireNonNull(after.closedAt())));
      Instant kept = keptUntil(after, reason.outcome(true));
      Instant was = keptUntil(after, reason.outcome(false));
      assertEquals(kept.isAfter(was) ? kept : was, after.retentionExpiresAt());
    }
  }

  private static Instant keptUntil(Session ended, OutcomeCategory outcome) {
    return ended
        .statusSince()
        .plus(KEEP.keep(outcome, ended.channel(), ended.sessionType()).orElseThrow());
  }

  private Session end(Session session, TerminationReason reason) {
    store.close(scene.closing(session).reason(reason).build());
    return scene.reload(session);
  }

  @Test
  void a_flush_follows_the_policy_stored_for_the_session() {
    UUID policyId = UUID.randomUUID();
    RetentionPolicy own =
        RetentionPolicy.keepFor(Duration.ofDays(30))
            .withOutcome(OutcomeCategory.ABANDONED, Duration.ofHours(1));
    store.policies().define(scene.organizationId(), policyId, own, true);
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    Session ended = end(session, TerminationReason.CLIENT_INITIATED);
    assertEquals(scene.now().plus(Duration.ofHours(1)), ended.retentionExpiresAt());
    flushed(session, token, scene.fromUser("hello"));
    Session after = scene.reload(session);
    assertEquals(scene.now().plus(Duration.ofDays(30)), after.retentionExpiresAt());
    clock.advance(Duration.ofHours(2));
    DueQuery all = new DueQuery(10_000, 10_000, null);
    assertTrue(
        store.disposals().due(all).sessions().stream()
            .noneMatch(due -> due.session().id().equals(session.id())));
  }

  @Test
  void a_session_is_not_disposed_of_while_its_owner_may_write_what_it_held_back() {
    Session session = store.open(scene.opening(scene.draft())).orThrow();
    long token = acquire(session, true).orElseThrow();
    CloseDefaults noChain =
        new CloseDefaults(
            ChainsByType.of(ChainDefinition.empty()), RetentionPolicy.keepFor(Duration.ZERO));
    store.close(scene.closing(session, noChain).build());
    DisposalIntent purge =
        new DisposalIntent(
            scene.organizationId(),
            List.of(session.id()),
            Receipt.Kind.PURGE,
            false,
            null,
            UUID.randomUUID(),
            null,
            "housekeeping");
    assertEquals(
        Map.of(session.id(), DisposalReply.Refusal.UNFINISHED),
        store.disposals().dispose(purge).refused());
    assertTrue(flush(session, token, scene.fromUser("hello")));
    assertEquals(1, scene.reload(session).messageCount());
  }

  @Test
  void messages_flushed_after_the_lease_lapsed_are_not_written() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    assertFalse(flush(session, token, scene.fromUser("live")));
    scene.close(session);
    clock.advance(Duration.ofSeconds(31));
    assertFalse(flush(session, token, scene.fromUser("late")));
    assertEquals(List.of(), messages(session));
    assertEquals(0, scene.reload(session).messageCount());
  }

  @Test
  void a_touch_by_the_owner_counts_as_activity() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    clock.advance(Duration.ofSeconds(20));
    assertEquals(new TouchReply.Touched(), touch(session, token));
    assertEquals(scene.now(), scene.reload(session).lastActivityAt());
    clock.advance(Duration.ofSeconds(31));
    assertEquals(new TouchReply.NotHeld(), touch(session, token));
  }

  private TouchReply touch(Session session, long token) {
    return store.owners().touch(key(session), token, LEASE, OverdueRule.none());
  }

  @Test
  void an_acquisition_of_a_lapsed_lease_is_a_takeover_in_the_history() {
    Session session = scene.open();
    acquire(session, false).orElseThrow();
    clock.advance(LEASE);
    Instant at = scene.now().plusSeconds(1);
    OptionalLong next = store.owners().acquire(key(session), UUID.randomUUID(), LEASE, false, at);
    HistoryEntry entry =
        new HistoryEntry(
            2,
            HistoryEntry.Kind.TAKEN_OVER,
            SessionStatus.ACTIVE,
            SessionStatus.ACTIVE,
            null,
            TriggeredBy.AGENT,
            at);
    assertEquals(List.of(entry), history(session).subList(1, history(session).size()));
    Check.sameSession(SessionBuilder.of(session).updatedAt(at).build(), scene.reload(session));
    // A lease that is given up is not taken over.
    assertTrue(store.owners().release(key(session), next.orElseThrow()));
    acquire(session, false).orElseThrow();
    assertEquals(2, history(session).size());
  }

  @Test
  void one_of_sixteen_racing_owners_acquires_the_session() {
    Session session = scene.open();
    List<OptionalLong> tokens = Race.values(16, racer -> acquire(session, false));
    assertEquals(1, tokens.stream().filter(OptionalLong::isPresent).count());
  }
}
