package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.EndRules;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of closing a session. */
abstract class CloseConformance extends Conformance {
  @Test
  void a_close_records_the_end_and_changes_nothing_else() {
    Session before = scene.append(scene.open(), scene.fromUser("hello"));
    clock.advance(Duration.ofMillis(12_345).plusNanos(678_000));
    UUID successor = UUID.randomUUID();
    Session after =
        closed(
            scene
                .closing(before)
                .reason(TerminationReason.USER_REQUESTED)
                .reportedReason("User Requested!")
                .triggeredBy("user")
                .successorId(successor));
    Session expected =
        SessionBuilder.of(before)
            .status(SessionStatus.CLOSED)
            .reason(TerminationReason.USER_REQUESTED)
            .reportedReason("User Requested!")
            .outcome(OutcomeCategory.RESOLVED)
            .triggeredBy("user")
            .supersededById(successor)
            .statusSince(scene.now())
            .endedAt(scene.now())
            .closedAt(scene.now())
            .updatedAt(scene.now())
            .durationMs(12_345L)
            .build();
    Check.sameSession(expected, after);
  }

  @Test
  void a_close_is_recorded_in_the_history() {
    Session before = scene.openIn(SessionStatus.WAITING_FOR_HUMAN);
    clock.advance(Duration.ofSeconds(3));
    closed(
        scene
            .closing(before)
            .target(SessionStatus.EXPIRED)
            .reason(TerminationReason.SILENCE_TIMEOUT)
            .triggeredBy("housekeeping"));
    assertEquals(
        List.of(
            new HistoryEntry(
                3,
                HistoryEntry.Kind.ENDED,
                SessionStatus.WAITING_FOR_HUMAN,
                SessionStatus.EXPIRED,
                TerminationReason.SILENCE_TIMEOUT,
                "housekeeping",
                scene.now())),
        store.history(key(before), 2, 10));
  }

  @Test
  void first_close_wins_and_the_loser_reads_its_record() {
    Session before = scene.open();
    Session winner = closed(scene.closing(before).reason(TerminationReason.RESOLVED));
    clock.advance(Duration.ofSeconds(3));
    for (SessionStatus other : List.of(SessionStatus.CLOSED, SessionStatus.ERROR)) {
      CloseIntent late =
          scene
              .closing(before)
              .target(other)
              .reason(TerminationReason.AGENT_ERROR)
              .reportedReason("too late")
              .buffer(List.of(scene.fromUser("too late")))
              .build();
      Check.sameSession(winner, alreadyEnded(store.close(late)));
    }
    Check.sameSession(winner, scene.reload(before));
    assertEquals(2, history(before).size());
    assertEquals(List.of(), messages(before));
  }

  @Test
  void every_live_status_can_close_into_every_terminal_status() {
    for (SessionStatus from : SessionStatus.live()) {
      for (SessionStatus to : SessionStatus.all().stream().filter(it -> it.isTerminal()).toList()) {
        assertEquals(to, closed(scene.closing(scene.openIn(from)).target(to)).status());
      }
    }
  }

  @Test
  void a_reported_end_time_is_clamped_between_the_start_and_the_close() {
    Instant start = scene.now();
    clock.advance(Duration.ofSeconds(60));
    Instant record = scene.now();
    clock.set(start);
    assertEquals(start.plusSeconds(20), endedAt(start.plusSeconds(20), record));
    assertEquals(start, endedAt(start.minusSeconds(20), record));
    assertEquals(record, endedAt(record.plusSeconds(20), record));
    assertEquals(start, endedAt(Instant.parse("0001-01-01T00:00:00Z"), record));
    assertEquals(record, endedAt(Instant.parse("9999-12-31T23:59:59.999999Z"), record));
  }

  private Instant endedAt(Instant told, Instant record) {
    Session session = scene.open();
    Session ended = closed(CloseIntent.builder(key(session), record, scene.terms()).endedAt(told));
    assertEquals(record, ended.closedAt());
    Instant endedAt = Objects.requireNonNull(ended.endedAt());
    assertEquals(Duration.between(session.startedAt(), endedAt).toMillis(), ended.durationMs());
    return endedAt;
  }

  @Test
  void no_end_of_any_kind_precedes_a_message() {
    Instant start = scene.now();
    for (EndTime end :
        List.of(
            new EndTime.Now(),
            new EndTime.LastActivity(),
            new EndTime.Reported(start),
            new EndTime.Reported(start.plusSeconds(20)))) {
      for (int ahead : List.of(-5, 0, 5)) {
        clock.set(start);
        Session session = scene.open();
        clock.advance(Duration.ofSeconds(10));
        Instant sent = scene.now().plusSeconds(ahead);
        boolean isHeldBack = ahead == 0;
        Message message = scene.fromUser("hello").at(sent);
        if (!isHeldBack) {
          scene.append(session, message);
        }
        Session ended =
            closed(
                scene.closing(session).end(end).buffer(isHeldBack ? List.of(message) : List.of()));
        Instant endedAt = Objects.requireNonNull(ended.endedAt());
        assertFalse(endedAt.isBefore(sent));
        assertFalse(endedAt.isAfter(ended.closedAt()));
        assertEquals(Duration.between(start, endedAt).toMillis(), ended.durationMs());
      }
    }
    clock.set(start);
  }

  @Test
  void an_end_by_last_activity_is_the_last_touch_of_its_owner() {
    Session session = scene.open();
    SessionKey key = key(session);
    Duration lease = Duration.ofMinutes(1);
    long token =
        store.owners().acquire(key, UUID.randomUUID(), lease, true, scene.now()).orElseThrow();
    clock.advance(Duration.ofSeconds(40));
    store.owners().touch(key, token, lease, OverdueRule.none());
    Instant touched = scene.now();
    clock.advance(Duration.ofMinutes(5));
    Session ended = closed(scene.closing(session).end(new EndTime.LastActivity()));
    assertEquals(touched, ended.endedAt());
    assertEquals(40_000L, ended.durationMs());
    Session bulk = scene.open();
    clock.advance(Duration.ofSeconds(7));
    scene.move(bulk, SessionStatus.PAUSED);
    clock.advance(Duration.ofSeconds(7));
    store.closeAll(List.of(scene.closing(bulk).end(new EndTime.LastActivity()).build()));
    assertEquals(7_000L, scene.reload(bulk).durationMs());
  }

  @Test
  void an_end_by_last_activity_is_the_last_message_or_the_start() {
    Session silent = scene.open();
    Session talked = scene.open();
    clock.advance(Duration.ofSeconds(5));
    Instant last = scene.now();
    scene.append(talked, scene.fromUser("hello"), scene.fromAgent("bye").at(last.minusSeconds(1)));
    clock.advance(Duration.ofMinutes(5));
    Session one = closed(scene.closing(silent).end(new EndTime.LastActivity()));
    Session other = closed(scene.closing(talked).end(new EndTime.LastActivity()));
    assertEquals(one.startedAt(), one.endedAt());
    assertEquals(0L, one.durationMs());
    assertEquals(last, other.endedAt());
    assertEquals(5_000L, other.durationMs());
    assertEquals(scene.now(), other.closedAt());
  }

  @Test
  void the_close_time_precedes_no_earlier_timestamp() {
    Session before = scene.append(scene.open(), scene.fromUser("hello"));
    clock.advance(Duration.ofHours(-2));
    Session after = closed(scene.closing(before));
    assertEquals(before.updatedAt(), after.closedAt());
    assertEquals(before.updatedAt(), after.endedAt());
    assertEquals(before.statusSince(), after.statusSince());
    assertEquals(0L, after.durationMs());
  }

  @Test
  void a_session_that_was_never_active_gets_the_alternative_reason() {
    Session ringing = scene.openIn(SessionStatus.RINGING);
    Session active = scene.open();
    for (Session session : List.of(ringing, active)) {
      Session ended =
          closed(
              scene
                  .closing(session)
                  .target(SessionStatus.EXPIRED)
                  .reason(TerminationReason.SILENCE_TIMEOUT)
                  .reasonIfNeverActive(TerminationReason.PARTICIPANT_JOIN_TIMEOUT));
      assertEquals(
          session.equals(active)
              ? TerminationReason.SILENCE_TIMEOUT
              : TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
          ended.reason());
      assertEquals(
          session.equals(active) ? OutcomeCategory.ABANDONED : OutcomeCategory.UNREACHED,
          ended.outcome());
    }
  }

  @Test
  void buffered_messages_are_written_before_the_end_and_count_as_engagement() {
    Session before = scene.open();
    scene.append(before, scene.fromAgent("good day"));
    var known = messages(before).get(0);
    clock.advance(Duration.ofSeconds(2));
    var repeated = scene.fromAgent("good day").withId(known.id());
    var heard = scene.fromUser("hello");
    Session after =
        closed(
            scene
                .closing(before)
                .reason(TerminationReason.PARTICIPANT_LEFT)
                .buffer(List.of(repeated, heard)));
    assertEquals(OutcomeCategory.UNRESOLVED, after.outcome());
    assertEquals(2, after.messageCount());
    assertEquals(1, after.userMessageCount());
    assertEquals(heard.sentAt(), after.lastMessageAt());
    List<StoredMessage> stored = messages(before);
    assertEquals(known, stored.get(0));
    assertEquals(heard.id(), stored.get(1).id());
    assertEquals(2, stored.size());
  }

  @Test
  void a_user_who_leaves_before_engaging_has_abandoned_the_session() {
    Session silent = scene.append(scene.open(), scene.fromAgent("hello?"));
    Session never = scene.append(scene.openIn(SessionStatus.RINGING), scene.fromUser("hello"));
    for (Session session : List.of(silent, never)) {
      assertEquals(
          OutcomeCategory.ABANDONED,
          closed(scene.closing(session).reason(TerminationReason.CLIENT_INITIATED)).outcome());
    }
  }

  private void refused(Session session, CloseGuard guard) {
    Session before = scene.reload(session);
    CloseReply reply = store.close(scene.closing(session).guard(guard).build());
    Check.sameSession(before, guardFailed(reply));
    Check.sameSession(before, scene.reload(session));
  }

  private void ended(Session session, CloseGuard guard) {
    CloseReply reply = store.close(scene.closing(session).guard(guard).build());
    Check.sameSession(scene.reload(session), closed(reply));
  }

  @Test
  void a_status_guard_closes_only_the_named_status() {
    Session session = scene.openIn(SessionStatus.PAUSED);
    refused(session, new CloseGuard.InStatus(SessionStatus.ACTIVE));
    ended(session, new CloseGuard.InStatus(SessionStatus.PAUSED));
  }

  @Test
  void idleness_is_counted_from_the_last_activity() {
    CloseGuard guard =
        new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.IDLE, Duration.ofMinutes(5));
    Session session = scene.open();
    clock.advance(Duration.ofMinutes(4));
    scene.append(session, scene.fromUser("hello"));
    clock.advance(Duration.ofMinutes(4));
    refused(session, guard);
    clock.advance(Duration.ofMinutes(2));
    ended(session, guard);
  }

  @Test
  void the_age_of_a_status_is_counted_from_when_it_was_entered() {
    CloseGuard guard =
        new CloseGuard.Due(SessionStatus.PAUSED, LimitKind.AGE, Duration.ofHours(24));
    Session session = scene.open();
    clock.advance(Duration.ofHours(23));
    refused(session, guard);
    scene.move(session, SessionStatus.PAUSED);
    clock.advance(Duration.ofHours(23));
    scene.append(session, scene.fromUser("still there"));
    refused(session, guard);
    clock.advance(Duration.ofHours(2));
    ended(session, guard);
  }

  @Test
  void the_age_of_an_active_session_is_counted_from_its_first_activation() {
    CloseGuard guard = new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.AGE, Duration.ofHours(4));
    Session session = scene.openIn(SessionStatus.RINGING);
    clock.advance(Duration.ofHours(5));
    scene.move(session, SessionStatus.ACTIVE);
    refused(session, guard);
    clock.advance(Duration.ofHours(3));
    scene.move(scene.move(session, SessionStatus.PAUSED), SessionStatus.ACTIVE);
    refused(session, guard);
    clock.advance(Duration.ofHours(2));
    ended(session, guard);
  }

  @Test
  void a_limit_of_another_status_closes_nothing() {
    Session session = scene.open();
    clock.advance(Duration.ofDays(400));
    refused(session, new CloseGuard.Due(SessionStatus.QUEUED, LimitKind.AGE, Duration.ofHours(1)));
    ended(session, new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.AGE, Duration.ofHours(1)));
  }

  @Test
  void only_the_lease_holder_passes_the_owner_guard() {
    Session session = scene.open();
    refused(session, new CloseGuard.Owned(1));
    long old = acquire(session);
    clock.advance(Duration.ofMinutes(1));
    refused(session, new CloseGuard.Owned(old));
    long token = acquire(session);
    refused(session, new CloseGuard.Owned(old));
    ended(session, new CloseGuard.Owned(token));
  }

  @Test
  void a_guard_is_not_checked_on_an_ended_session() {
    Session ended = scene.close(scene.open());
    CloseReply reply =
        store.close(
            scene.closing(ended).guard(new CloseGuard.InStatus(SessionStatus.PAUSED)).build());
    Check.sameSession(ended, alreadyEnded(reply));
    assertEquals(2, history(ended).size());
  }

  @Test
  void each_close_of_a_bulk_call_has_the_result_of_a_single_close() {
    Session live = scene.open();
    Session ended = scene.close(scene.open());
    Session guarded = scene.open();
    Session elsewhere = scene.elsewhere().open();
    List<CloseReply> replies =
        store.closeAll(
            List.of(
                scene.closing(ended).build(),
                CloseIntent.builder(scene.key(UUID.randomUUID()), scene.now(), scene.terms())
                    .build(),
                scene.closing(live).reason(TerminationReason.RESOLVED).build(),
                scene.closing(guarded).guard(new CloseGuard.InStatus(SessionStatus.PAUSED)).build(),
                scene.closing(elsewhere).target(SessionStatus.ERROR).build()));
    Check.sameSession(ended, alreadyEnded(replies.get(0)));
    assertEquals(new CloseReply.Missing(), replies.get(1));
    Check.sameSession(scene.reload(live), closed(replies.get(2)));
    assertEquals(TerminationReason.RESOLVED, scene.reload(live).reason());
    Check.sameSession(guarded, guardFailed(replies.get(3)));
    Check.sameSession(scene.reload(elsewhere), closed(replies.get(4)));
    assertEquals(SessionStatus.ERROR, scene.reload(elsewhere).status());
  }

  @Test
  void the_first_of_several_closes_of_one_session_wins() {
    Session session = scene.open();
    List<CloseReply> replies =
        store.closeAll(
            Stream.of(
                    TerminationReason.RESOLVED,
                    TerminationReason.UNRESOLVED,
                    TerminationReason.ESCALATED)
                .map(it -> scene.closing(session).reason(it).build())
                .toList());
    Session winner = closed(replies.get(0));
    assertEquals(TerminationReason.RESOLVED, winner.reason());
    for (CloseReply loser : replies.subList(1, 3)) {
      Check.sameSession(winner, alreadyEnded(loser));
    }
    Check.sameSession(winner, scene.reload(session));
    assertEquals(2, history(session).size());
  }

  @Test
  void one_call_closes_five_hundred_sessions_and_enqueues_their_chains() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sessions.add(scene.open());
    }
    List<CloseReply> replies =
        store.closeAll(sessions.stream().map(it -> scene.closing(it).build()).toList());
    for (int i = 0; i < 500; i++) {
      Session closed = closed(replies.get(i));
      assertEquals(sessions.get(i).id(), closed.id());
      chain(closed);
    }
  }

  @Test
  void racing_batches_in_different_orders_end_each_session_once() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sessions.add((i % 2 == 0 ? scene : scene.elsewhere()).open());
    }
    List<List<CloseReply>> replies =
        Race.values(
            8,
            racer -> {
              List<CloseIntent> mine =
                  new ArrayList<>(sessions.stream().map(it -> scene.closing(it).build()).toList());
              Collections.shuffle(mine, new Random(racer));
              return store.closeAll(mine);
            });
    long winners =
        replies.stream().flatMap(List::stream).filter(CloseReply.Closed.class::isInstance).count();
    assertEquals(60, winners);
    long losers =
        replies.stream()
            .flatMap(List::stream)
            .filter(CloseReply.AlreadyEnded.class::isInstance)
            .count();
    assertEquals(7 * 60, losers);
  }

  private static final RetentionPolicy POLICY = policy();

  /** A different retention for each outcome, so that a wrong outcome also shows there. */
  private static RetentionPolicy policy() {
    RetentionPolicy policy = RetentionPolicy.forEver();
    for (OutcomeCategory outcome : OutcomeCategory.values()) {
      policy = policy.withOutcome(outcome, Duration.ofDays(outcome.ordinal() + 1L));
    }
    return policy;
  }

  private record Case(Session before, CloseIntent intent) {}

  @Test
  void a_close_follows_the_end_rules_for_every_reason_status_and_engagement() {
    for (SessionStatus from : SessionStatus.live()) {
      for (SessionStatus target :
          SessionStatus.all().stream().filter(SessionStatus::isTerminal).toList()) {
        List<Case> cases = new ArrayList<>();
        for (TerminationReason reason : TerminationReason.values()) {
          for (boolean engaged : new boolean[] {false, true}) {
            cases.add(prepare(from, target, reason, engaged));
          }
        }
        clock.advance(Duration.ofSeconds(61).plusNanos(123_456_000));
        compare(cases);
      }
    }
  }

  private Case prepare(
      SessionStatus from, SessionStatus target, TerminationReason reason, boolean engaged) {
    Session opened = scene.openIn(from);
    Session before = engaged ? scene.append(opened, scene.fromUser("hello")) : opened;
    return new Case(
        before, scene.closing(before, scene.terms(POLICY)).target(target).reason(reason).build());
  }

  /** Compares half of the cases one by one and the other half in one call. */
  private void compare(List<Case> cases) {
    List<Case> together = cases.subList(0, cases.size() / 2);
    List<CloseReply> replies =
        new ArrayList<>(store.closeAll(together.stream().map(Case::intent).toList()));
    cases
        .subList(cases.size() / 2, cases.size())
        .forEach(it -> replies.add(store.close(it.intent())));
    for (int i = 0; i < cases.size(); i++) {
      Session expected =
          EndRules.stamp(cases.get(i).before(), cases.get(i).intent(), POLICY, scene.now());
      Session actual = closed(replies.get(i));
      Check.sameSession(expected, actual);
      if (i % 10 == 0) {
        Check.sameSession(expected, scene.reload(actual));
        assertEquals(2, history(actual).size() - moves(cases.get(i).before()));
      }
    }
  }

  private static int moves(Session before) {
    return List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE)
            .contains(before.status())
        ? 0
        : 1;
  }
}
