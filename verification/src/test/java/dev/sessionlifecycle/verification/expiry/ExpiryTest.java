package dev.sessionlifecycle.verification.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.session.UpdateResult;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Time limits, and sessions whose owners are gone. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
class ExpiryTest extends HousekeepingFixture {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration INSTANT = Duration.ofNanos(1_000);

  @Test
  void a_silent_call_expires_at_the_first_sweep_after_its_limit_and_not_before() {
    Session call = call();
    clock.advance(MINUTE);
    sessions.append(call.id(), Message.fromAgent("hello?"));
    assertEquals(0, sweepAfter(Duration.ofMinutes(5).minus(INSTANT)).count(Done.EXPIRED));
    Expiry.At expected = assertInstanceOf(Expiry.At.class, sessions.explain(call.id()));
    assertEquals(expected.at(), reload(call).ttlExpiresAt());
    assertEquals(1, sweepAfter(INSTANT).count(Done.EXPIRED));
    Session expired = reload(call);
    assertEquals(SessionStatus.EXPIRED, expired.status());
    assertEquals(TerminationReason.SILENCE_TIMEOUT, expired.reason());
    assertEquals(expected.reason(), expired.reason());
    assertEquals(expired.lastMessageAt(), expired.endedAt());
    assertEquals("housekeeping", expired.triggeredBy());
    assertEquals(0, sweepAfter(Duration.ofDays(99)).count(Done.EXPIRED));
  }

  @Test
  void a_busy_call_expires_by_its_age() {
    Session call = call();
    for (int i = 0; i < 59; i++) {
      assertEquals(0, sweepAfter(Duration.ofMinutes(4)).count(Done.EXPIRED));
      sessions.append(call.id(), Message.fromUser("still here"));
    }
    assertEquals(0, sweepAfter(Duration.ofMinutes(4).minus(INSTANT)).count(Done.EXPIRED));
    assertEquals(1, sweepAfter(INSTANT).count(Done.EXPIRED));
    assertEquals(TerminationReason.MAX_CALL_DURATION, reload(call).reason());
  }

  @Test
  void a_session_never_activated_expires_with_a_join_timeout() {
    Session ringing = open("voice", SessionStatus.RINGING);
    Session queued = open("chat", SessionStatus.QUEUED);
    assertEquals(1, sweepAfter(Duration.ofMinutes(5)).count(Done.EXPIRED));
    assertEquals(TerminationReason.PARTICIPANT_JOIN_TIMEOUT, reload(ringing).reason());
    assertStatus(SessionStatus.QUEUED, queued);
    assertEquals(1, sweepAfter(Duration.ofMinutes(55)).count(Done.EXPIRED));
    assertStatus(SessionStatus.EXPIRED, queued);
  }

  @Test
  void each_status_has_its_own_limit_and_messages_reset_only_the_active_one() {
    Session paused = call();
    Session waiting = call();
    sessions.transition(paused.id(), SessionStatus.PAUSED);
    sessions.transition(waiting.id(), SessionStatus.WAITING_FOR_HUMAN);
    assertEquals(0, sweepAfter(Duration.ofHours(23)).count(Done.EXPIRED));
    sessions.append(paused.id(), Message.fromUser("hello?"));
    assertEquals(1, sweepAfter(Duration.ofHours(1)).count(Done.EXPIRED));
    assertStatus(SessionStatus.EXPIRED, paused);
    assertStatus(SessionStatus.WAITING_FOR_HUMAN, waiting);
    assertEquals(1, sweepAfter(Duration.ofDays(6)).count(Done.EXPIRED));
  }

  @Test
  void the_reason_of_an_age_limit_says_what_happened() {
    Map<SessionStatus, TerminationReason> reasons =
        Map.of(
            SessionStatus.ACTIVE, TerminationReason.MAX_CALL_DURATION,
            SessionStatus.PAUSED, TerminationReason.SILENCE_TIMEOUT,
            SessionStatus.WAITING_FOR_HUMAN, TerminationReason.DISPATCH_FAILED,
            SessionStatus.TRANSFERRED, TerminationReason.TRANSFERRED,
            SessionStatus.AWAITING_APPROVAL, TerminationReason.UNRESOLVED);
    build(it -> it.timeLimits(TimeLimits.defaults().withIdle("voice", Duration.ZERO)));
    reasons.forEach(
        (status, reason) -> {
          Session call = call();
          if (status != SessionStatus.ACTIVE) {
            sessions.transition(call.id(), status);
          }
          assertEquals(
              reason, ((Expiry.At) sessions.explain(call.id())).reason(), status.toString());
          sweepAfter(Duration.ofDays(8));
          assertStatus(SessionStatus.EXPIRED, call);
          assertEquals(reason, reload(call).reason());
        });
  }

  @Test
  void no_policy_returns_or_spares_a_session_whose_limit_has_passed() {
    List<UUID> ended = new ArrayList<>();
    build(
        it ->
            it.listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    ended.add(session.id());
                  }
                }));
    for (OpenPolicy policy : List.of(OpenPolicy.REUSE, OpenPolicy.REJECT, OpenPolicy.SUPERSEDE)) {
      SessionRequest request = SessionRequest.on("voice", UUID.randomUUID()).withOpenPolicy(policy);
      Session old = sessions.open(request).orThrow();
      clock.advance(Duration.ofMinutes(5).minus(INSTANT));
      if (policy == OpenPolicy.REUSE) {
        assertEquals(old.id(), sessions.open(request).orThrow().id());
      }
      clock.advance(INSTANT);
      Session fresh = sessions.open(request).orThrow();
      assertNotEquals(old.id(), fresh.id());
      assertEquals(TerminationReason.SILENCE_TIMEOUT, reload(old).reason());
      assertStatus(SessionStatus.EXPIRED, old);
      assertEquals(old.startedAt(), reload(old).endedAt());
      assertEquals(List.of(old.id()), ended);
      ended.clear();
    }
  }

  @Test
  void no_id_finds_a_session_live_whose_limit_has_passed() {
    List<UUID> ended = new ArrayList<>();
    build(
        it ->
            it.listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    ended.add(session.id());
                  }
                }));
    SessionRequest plain = SessionRequest.on("voice", UUID.randomUUID());
    for (OpenPolicy policy : OpenPolicy.values()) {
      for (boolean isBulk : List.of(false, true)) {
        UUID id = UUID.randomUUID();
        ExternalRef ref = new ExternalRef("twilio", id.toString());
        for (SessionRequest request : List.of(plain.withId(id), plain.withExternalRef(ref))) {
          SessionRequest again = request.withOpenPolicy(policy);
          Session old = sessions.open(again).orThrow();
          clock.advance(Duration.ofMinutes(5).minus(INSTANT));
          assertInstanceOf(OpenResult.Reused.class, sessions.open(again));
          clock.advance(INSTANT);
          OpenResult result =
              isBulk
                  ? sessions.bulk().open(List.of(again, again)).get(1).orThrow()
                  : sessions.open(again);
          assertInstanceOf(OpenResult.AlreadyEnded.class, result);
          assertEquals(TerminationReason.SILENCE_TIMEOUT, reload(old).reason());
          assertEquals(reload(old), result.session());
          assertEquals(List.of(old.id()), ended);
          ended.clear();
        }
      }
    }
  }

  @Test
  void an_append_revives_no_session_whose_limit_has_passed() {
    Session one = call();
    Session many = call();
    Session bulk = call();
    Session pausing = call();
    clock.advance(Duration.ofMinutes(5).minus(INSTANT));
    Session inTime = call();
    sessions.transition(pausing.id(), SessionStatus.PAUSED);
    sessions.append(inTime.id(), Message.fromUser("in time"));
    clock.advance(INSTANT);
    AppendResult.AlreadyEnded ended =
        assertInstanceOf(
            AppendResult.AlreadyEnded.class, sessions.append(one.id(), Message.fromUser("late")));
    assertEquals(TerminationReason.SILENCE_TIMEOUT, ended.session().reason());
    assertInstanceOf(
        AppendResult.AlreadyEnded.class,
        sessions.append(many.id(), Message.fromUser("too"), Message.fromUser("late")));
    List<SessionMessages> both =
        List.of(
            new SessionMessages(bulk.id(), List.of(Message.fromUser("late"))),
            new SessionMessages(pausing.id(), List.of(Message.fromUser("in time"))));
    List<BulkResult<AppendResult>> results = sessions.bulk().append(both);
    assertInstanceOf(AppendResult.AlreadyEnded.class, results.get(0).orThrow());
    assertInstanceOf(AppendResult.Appended.class, results.get(1).orThrow());
    for (Session late : List.of(one, many, bulk)) {
      assertStatus(SessionStatus.EXPIRED, late);
      assertEquals(0, reload(late).messageCount());
      assertEquals(0L, reload(late).durationMs());
    }
    assertStatus(SessionStatus.ACTIVE, inTime);
  }

  @Test
  void no_call_revives_a_session_whose_limit_has_passed() {
    List<UUID> ended = new ArrayList<>();
    build(
        it ->
            it.listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    ended.add(session.id());
                  }
                }));
    SessionUpdate subject = SessionUpdate.nothing().withSubject("a bill");
    Map<String, Function<UUID, Object>> calls =
        Map.of(
            "touch", id -> sessions.touch(id),
            "update", id -> sessions.update(id, 1, subject),
            "update of another version", id -> sessions.update(id, 7, subject),
            "same status", id -> sessions.transition(id, SessionStatus.ACTIVE),
            "pause", id -> sessions.transition(id, SessionStatus.PAUSED),
            "transfer", id -> sessions.transition(id, SessionStatus.TRANSFERRED, "user", "busy"),
            "no move", id -> sessions.transition(id, SessionStatus.QUEUED),
            "recording", id -> sessions.markRecorded(id),
            "no recording", id -> sessions.markNotRecorded(id));
    calls.forEach(
        (name, call) -> {
          Session late = call();
          sessions.append(late.id(), Message.fromUser("hello"));
          clock.advance(Duration.ofMinutes(5));
          Object result = call.apply(late.id());
          Session is = reload(late);
          assertEquals(SessionStatus.EXPIRED, is.status(), name);
          assertEquals(TerminationReason.SILENCE_TIMEOUT, is.reason(), name);
          assertEquals(is.lastMessageAt(), is.endedAt(), name);
          assertEquals(is, sessionOf(result), name);
          assertEquals(name.equals("recording"), is.hasRecording(), name);
          assertEquals(2, sessions.history(late.id()).size(), name);
          assertEquals(List.of(late.id()), ended, name);
          ended.clear();
        });
  }

  /** Returns the session of a typed answer that it has ended; marks are set on an ended one. */
  private static Object sessionOf(Object result) {
    if (result instanceof TransitionResult.AlreadyEnded moved) {
      return moved.session();
    } else if (result instanceof UpdateResult.AlreadyEnded updated) {
      return updated.session();
    }
    return result instanceof UpdateResult.Updated marked && marked.session().subject() == null
        ? marked.session()
        : result;
  }

  @Test
  void a_move_out_of_each_status_comes_too_late_after_its_limit() {
    Map<SessionStatus, TerminationReason> reasons =
        Map.of(
            SessionStatus.QUEUED, TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
            SessionStatus.RINGING, TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
            SessionStatus.PAUSED, TerminationReason.SILENCE_TIMEOUT,
            SessionStatus.WAITING_FOR_HUMAN, TerminationReason.DISPATCH_FAILED,
            SessionStatus.TRANSFERRED, TerminationReason.TRANSFERRED,
            SessionStatus.AWAITING_APPROVAL, TerminationReason.UNRESOLVED);
    reasons.forEach(
        (status, reason) -> {
          Session session = in(status);
          Expiry.At limit = (Expiry.At) sessions.explain(session.id());
          clock.set(limit.at());
          TransitionResult.AlreadyEnded ended =
              assertInstanceOf(
                  TransitionResult.AlreadyEnded.class,
                  sessions.transition(session.id(), SessionStatus.ACTIVE));
          assertEquals(reason, ended.session().reason());
          assertEquals(ended.session(), reload(session));
        });
  }

  private Session in(SessionStatus status) {
    if (status == SessionStatus.QUEUED || status == SessionStatus.RINGING) {
      return open("chat", status);
    }
    Session session = call();
    return status == SessionStatus.ACTIVE
        ? session
        : sessions.transition(session.id(), status).session();
  }

  @Test
  void an_end_by_time_without_a_reason_says_what_happened() {
    Map<SessionStatus, TerminationReason> reasons =
        Map.of(
            SessionStatus.QUEUED, TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
            SessionStatus.RINGING, TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
            SessionStatus.ACTIVE, TerminationReason.SILENCE_TIMEOUT,
            SessionStatus.PAUSED, TerminationReason.SILENCE_TIMEOUT,
            SessionStatus.WAITING_FOR_HUMAN, TerminationReason.DISPATCH_FAILED,
            SessionStatus.TRANSFERRED, TerminationReason.TRANSFERRED,
            SessionStatus.AWAITING_APPROVAL, TerminationReason.UNRESOLVED);
    for (EndRequest request :
        List.of(EndRequest.unspecified(), EndRequest.reported("  "), EndRequest.reported(null))) {
      reasons.forEach(
          (status, reason) -> {
            Session ended = sessions.expire(in(status).id(), request).session();
            assertEquals(SessionStatus.EXPIRED, ended.status());
            assertEquals(reason, ended.reason(), status.toString());
            assertEquals(reason.outcome(false), ended.outcome());
            assertEquals(ended, sessions.expire(ended.id(), request).session());
          });
    }
    Session named = in(SessionStatus.TRANSFERRED);
    EndRequest busy = EndRequest.reported("callee_busy");
    assertEquals(
        TerminationReason.CALLEE_BUSY, sessions.expire(named.id(), busy).session().reason());
    build(it -> it.timeLimits(TimeLimits.defaults().withIdle("voice", Duration.ZERO)));
    Session old = call();
    clock.advance(Duration.ofHours(4));
    assertEquals(
        TerminationReason.MAX_CALL_DURATION,
        sessions.expire(old.id(), EndRequest.unspecified()).session().reason());
  }

  @Test
  void every_sign_of_life_counts_as_activity() {
    Map<String, Consumer<UUID>> signs =
        Map.of(
            "touch", id -> assertInstanceOf(UpdateResult.Updated.class, sessions.touch(id)),
            "recording", id -> sessions.markRecorded(id),
            "recording again", id -> sessions.markRecorded(id),
            "update", id -> sessions.update(id, 1, SessionUpdate.nothing().withSubject("a bill")),
            "same status", id -> sessions.transition(id, SessionStatus.ACTIVE),
            "message", id -> sessions.append(id, Message.fromUser("hello")));
    signs.forEach(
        (name, sign) -> {
          Session call = call();
          assertEquals(0, sweepAfter(Duration.ofMinutes(4)).count(Done.EXPIRED), name);
          sign.accept(call.id());
          assertEquals(clock.instant(), reload(call).lastActivityAt(), name);
          assertEquals(0, sweepAfter(Duration.ofMinutes(4)).count(Done.EXPIRED), name);
          assertEquals(1, sweepAfter(Duration.ofMinutes(1)).count(Done.EXPIRED), name);
          assertEquals(Duration.ofMinutes(4).toMillis(), reload(call).durationMs(), name);
          Session ended = reload(call);
          assertInstanceOf(UpdateResult.AlreadyEnded.class, sessions.touch(call.id()));
          assertEquals(ended, reload(call), name);
        });
  }

  @Test
  void a_pause_does_not_prolong_a_call() {
    Session call = call();
    sessions.transition(call.id(), SessionStatus.PAUSED);
    sweepAfter(Duration.ofHours(5));
    sessions.transition(call.id(), SessionStatus.ACTIVE);
    assertEquals(1, sweepAfter(Duration.ZERO).count(Done.EXPIRED));
    assertEquals(TerminationReason.MAX_CALL_DURATION, reload(call).reason());
  }

  @Test
  void a_call_resumed_while_the_clock_was_ahead_expires_after_it_returns() {
    Session call = call();
    sessions.transition(call.id(), SessionStatus.PAUSED);
    assertEquals(0, sweepAfter(Duration.ofHours(1)).count(Done.EXPIRED));
    Duration ahead = Duration.ofHours(22);
    clock.advance(ahead);
    sessions.transition(call.id(), SessionStatus.ACTIVE);
    clock.advance(ahead.negated());
    assertEquals(0, sweepAfter(Duration.ofHours(3).minus(INSTANT)).count(Done.EXPIRED));
    assertEquals(1, sweepAfter(INSTANT).count(Done.EXPIRED));
    assertEquals(TerminationReason.MAX_CALL_DURATION, reload(call).reason());
  }

  @Test
  void a_zero_limit_never_expires() {
    TimeLimits never = TimeLimits.none();
    for (SessionStatus status : SessionStatus.live()) {
      never = never.withAge(status, Duration.ZERO);
    }
    TimeLimits limits = never.withIdle(Duration.ZERO);
    build(it -> it.timeLimits(limits));
    Session call = call();
    assertEquals(0, sweepAfter(Duration.ofDays(36_000)).count(Done.EXPIRED));
    assertStatus(SessionStatus.ACTIVE, call);
    assertEquals(new Expiry.Never(Expiry.Why.NO_LIMIT), sessions.explain(call.id()));
  }

  @Test
  void shortened_limits_apply_after_a_recheck() {
    build(it -> it.timeLimits(TimeLimits.none()));
    Session call = call();
    build(it -> it.timeLimits(TimeLimits.none().withIdle(MINUTE)));
    assertEquals(0, sweepAfter(MINUTE).count(Done.EXPIRED));
    assertEquals(1, lifecycle.housekeeping().recheckLiveSessions());
    assertEquals(1, sweepAfter(Duration.ZERO).count(Done.EXPIRED));
    assertStatus(SessionStatus.EXPIRED, call);
  }

  @Test
  void a_preview_changes_nothing() {
    Session call = call();
    clock.advance(Duration.ofDays(1));
    assertEquals(1, lifecycle.housekeeping().preview(10).count(Done.EXPIRED));
    assertStatus(SessionStatus.ACTIVE, call);
  }

  @Test
  void the_session_of_a_lost_worker_is_closed() {
    Session call = call();
    Duration lease = Duration.ofSeconds(30);
    long token =
        fixture
            .store()
            .owners()
            .acquire(key(call), UUID.randomUUID(), lease, true, clock.instant())
            .orElseThrow();
    clock.advance(Duration.ofSeconds(20));
    fixture.store().owners().renew(key(call), token, lease);
    assertEquals(0, sweepAfter(Duration.ofSeconds(29)).count(Done.ORPHAN_CLOSED));
    assertEquals(1, sweepAfter(Duration.ofSeconds(1)).count(Done.ORPHAN_CLOSED));
    assertEquals(SessionStatus.CLOSED, reload(call).status());
    assertEquals(TerminationReason.SERVER_SHUTDOWN, reload(call).reason());
  }

  @Test
  void a_session_is_handed_over_three_times_and_then_closed() {
    List<OrphanPolicy.OrphanedSession> taken = new ArrayList<>();
    build(it -> it.orphanPolicy(OrphanPolicy.handOver(taken::add)));
    Session chat = open("chat", SessionStatus.ACTIVE);
    Duration lease = Duration.ofSeconds(30);
    fixture.store().owners().acquire(key(chat), UUID.randomUUID(), lease, false, clock.instant());
    for (int i = 1; i <= 3; i++) {
      assertEquals(1, sweepAfter(lease).count(Done.HANDED_OVER));
      assertEquals(0, sweepAfter(Duration.ofSeconds(1)).count(Done.HANDED_OVER));
      clock.advance(Duration.ofSeconds(-1));
    }
    assertEquals(
        List.of(1, 2, 3), taken.stream().map(OrphanPolicy.OrphanedSession::attempt).toList());
    assertEquals(1, sweepAfter(lease).count(Done.ORPHAN_CLOSED));
    assertEquals(TerminationReason.SERVER_SHUTDOWN, reload(chat).reason());
  }

  @Test
  void only_a_message_counts_as_progress_after_a_handover() {
    List<OrphanPolicy.OrphanedSession> taken = new ArrayList<>();
    build(it -> it.orphanPolicy(OrphanPolicy.handOver(taken::add)));
    Session chat = open("chat", SessionStatus.ACTIVE);
    Duration lease = Duration.ofSeconds(30);
    fixture.store().owners().acquire(key(chat), UUID.randomUUID(), lease, false, clock.instant());
    for (int i = 0; i < 9; i++) {
      assertEquals(1, sweepAfter(lease).count(Done.HANDED_OVER));
      if (i % 2 == 1) {
        sessions.append(chat.id(), Message.fromAgent("here I am"));
      }
    }
    assertEquals(2, taken.stream().mapToInt(OrphanPolicy.OrphanedSession::attempt).max().orElse(0));
  }

  @Test
  void a_failed_handover_is_counted_and_retried() {
    build(
        it ->
            it.orphanPolicy(
                OrphanPolicy.handOver(
                    orphan -> {
                      if (orphan.attempt() == 2) {
                        throw new NoClassDefFoundError("no/Class");
                      }
                      throw new IllegalStateException("no room");
                    })));
    Session chat = open("chat", SessionStatus.ACTIVE);
    Duration lease = Duration.ofSeconds(30);
    fixture.store().owners().acquire(key(chat), UUID.randomUUID(), lease, false, clock.instant());
    for (int i = 0; i < 3; i++) {
      assertEquals(1, sweepAfter(lease).count(NotDone.HANDLER_FAILED));
    }
    assertEquals(1, sweepAfter(lease).count(Done.ORPHAN_CLOSED));
  }

  @Test
  void a_sweep_that_used_up_an_organizations_share_reports_that_more_is_due() {
    sessions.bulk().open(Collections.nCopies(300, SessionRequest.on("voice", user)));
    sessions.bulk().open(Collections.nCopies(300, SessionRequest.on("voice", user)));
    HousekeepingReport first = sweepAfter(Duration.ofDays(1));
    assertEquals(500, first.count(Done.EXPIRED));
    assertTrue(first.more());
    HousekeepingReport second = sweepAfter(Duration.ZERO);
    assertEquals(100, second.count(Done.EXPIRED));
    assertFalse(second.more());
  }

  @Test
  void a_started_run_does_the_due_work_and_leaves_no_thread() throws InterruptedException {
    Session call = call();
    clock.advance(Duration.ofDays(1));
    java.util.concurrent.CountDownLatch ended = new java.util.concurrent.CountDownLatch(1);
    build(
        it ->
            it.listener(
                new dev.sessionlifecycle.SessionListener() {
                  @Override
                  public void ended(Session session) {
                    ended.countDown();
                  }
                }));
    HousekeepingRun run =
        lifecycle
            .housekeeping()
            .start(HousekeepingOptions.defaults().withEvery(Duration.ofMillis(5)));
    assertTrue(ended.await(30, java.util.concurrent.TimeUnit.SECONDS));
    run.close();
    assertStatus(SessionStatus.EXPIRED, call);
    assertTrue(!run.isRunning());
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(it -> it.getName().startsWith("session-lifecycle-housekeeping")));
  }
}
