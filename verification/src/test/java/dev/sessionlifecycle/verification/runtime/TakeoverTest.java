package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that stalls, and resumes after its session was handed to another one. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class TakeoverTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final UUID organization = UUID.randomUUID();
  private final List<OrphanPolicy.OrphanedSession> orphans = new ArrayList<>();

  /** Never gets to renew: the clock of the stores runs ahead of it. */
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  private final SettableClock clock;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;

  /** What happens while the handler is working on the turn "slow". */
  private Runnable meanwhile = () -> {};

  TakeoverTest(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    clock = fixture.clock();
    lifecycle =
        SessionLifecycle.builder(fixture.store())
            .clock(clock)
            .orphanPolicy(OrphanPolicy.handOver(orphans::add).withLease(LEASE))
            .build();
    sessions = lifecycle.organization(organization);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
    lifecycle.close();
  }

  private UUID opened(String channel) {
    return sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
  }

  private SessionRuntimeBuilder worker() {
    return SessionRuntime.builder(
            lifecycle,
            organization,
            turn -> {
              if (turn.text().equals("slow")) {
                meanwhile.run();
              }
              return TurnReply.say("You said: " + turn.text());
            })
        .renewOn(executor)
        .lease(LEASE);
  }

  private SessionRuntimeBuilder flushing() {
    return worker().strategy(PersistStrategy.FLUSH_AT_END);
  }

  /** Lets the lease of a worker expire, and has the housekeeping hand its session over. */
  private OrphanPolicy.OrphanedSession handedOver() {
    clock.advance(LEASE);
    int before = orphans.size();
    lifecycle.housekeeping().runDue(100);
    assertThat(orphans).hasSize(before + 1);
    return orphans.get(before);
  }

  private List<String> texts(UUID session) {
    return sessions.messages(session).stream().map(StoredMessage::text).toList();
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(SessionConflictException.class)
        .extracting(e -> ((SessionConflictException) e).code())
        .isEqualTo("session_owned");
  }

  @Test
  void a_worker_whose_call_was_handed_over_can_neither_write_nor_end_it() {
    UUID id = opened("voice");
    SessionRuntime stalled = flushing().open(id);
    stalled.runTurn("one");
    SessionRuntime taker = flushing().resume(handedOver());
    taker.runTurn("two");
    Session before = sessions.get(id);

    assertThat(stalled.renewLease()).isFalse();
    assertThat(stalled.runTurn("late").error()).isEqualTo("session_owned");
    refused(() -> stalled.endSession("error", "system"));
    refused(() -> stalled.endSession("error", "system"));
    refused(stalled::close);
    stalled.close();
    refused(() -> stalled.endSession("error", "system"));
    assertThat(sessions.get(id)).isEqualTo(before);
    assertThat(texts(id)).isEmpty();

    assertThat(taker.renewLease()).isTrue();
    assertThat(taker.runTurn("three").error()).isNull();
    RuntimeEnd end = taker.endSession("resolved", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.isClean()).isTrue();
    assertThat(texts(id)).containsExactly("two", "You said: two", "three", "You said: three");

    RuntimeEnd late = stalled.endSession("error", "system");
    assertThat(late.winner()).isFalse();
    assertThat(late.session().triggeredBy()).isEqualTo("agent");
    assertThat(late.unwritten()).isEqualTo(2);
    assertThat(texts(id)).hasSize(4);
  }

  @Test
  void a_turn_that_outlasts_its_lease_is_not_written_once_the_chat_was_handed_over() {
    UUID id = opened("chat");
    SessionRuntime stalled = worker().open(id);
    stalled.runTurn("one");
    List<SessionRuntime> takers = new ArrayList<>();
    meanwhile =
        () -> {
          takers.add(worker().resume(handedOver()));
          takers.get(0).runTurn("two");
        };
    assertThat(stalled.runTurn("slow").error()).isEqualTo("session_owned");
    assertThat(stalled.bufferedMessages()).isEqualTo(1);
    assertThat(texts(id)).containsExactly("one", "You said: one", "slow", "two", "You said: two");
    assertThat(stalled.runTurn("late").error()).isEqualTo("session_owned");
    refused(() -> stalled.endSession("error", "system"));
    assertThat(sessions.get(id).isEnded()).isFalse();
    assertThat(takers.get(0).endSession("resolved", "agent").winner()).isTrue();
    assertThat(texts(id)).hasSize(5);
  }

  @Test
  void a_worker_whose_lease_lapsed_and_was_not_taken_still_writes_and_ends() {
    UUID chat = opened("chat");
    SessionRuntime late = worker().open(chat);
    meanwhile = () -> clock.advance(LEASE.plusSeconds(1));
    assertThat(late.runTurn("slow").error()).isNull();
    assertThat(texts(chat)).hasSize(2);
    assertThat(late.endSession("resolved", "agent").winner()).isTrue();

    UUID call = opened("voice");
    SessionRuntime other = flushing().open(call);
    other.runTurn("one");
    clock.advance(LEASE.plusSeconds(1));
    assertThat(other.renewLease()).isTrue();
    clock.advance(LEASE.plusSeconds(1));
    RuntimeEnd end = other.endSession("resolved", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.isClean()).isTrue();
    assertThat(texts(call)).containsExactly("one", "You said: one");
  }

  @Test
  void a_worker_stays_locked_out_after_the_new_owner_has_released_the_call() {
    UUID id = opened("voice");
    SessionRuntime stalled = flushing().open(id);
    stalled.runTurn("one");
    try (SessionRuntime taker = flushing().resume(handedOver())) {
      taker.runTurn("two");
    }
    assertThat(stalled.renewLease()).isFalse();
    assertThat(stalled.runTurn("late").error()).isEqualTo("session_owned");
    refused(() -> stalled.endSession("error", "system"));
    SessionRuntime third = flushing().open(id);
    third.runTurn("three");
    assertThat(third.endSession("resolved", "agent").winner()).isTrue();
    assertThat(texts(id)).containsExactly("two", "You said: two", "three", "You said: three");
  }

  @Test
  void a_worker_that_released_a_call_can_no_longer_end_it() {
    UUID id = opened("voice");
    SessionRuntime first = flushing().open(id);
    first.close();
    SessionRuntime second = flushing().open(id);
    refused(() -> first.endSession("error", "system"));
    assertThat(second.endSession("resolved", "agent").winner()).isTrue();
  }

  @Test
  void a_worker_resumes_a_call_under_the_lease_taken_for_it_and_renews_it() {
    UUID id = opened("voice");
    flushing().open(id);
    OrphanPolicy.OrphanedSession orphan = handedOver();
    refused(() -> flushing().open(id));
    SessionRuntime taker = flushing().resume(orphan);
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofSeconds(20));
      assertThat(taker.runTurn("turn " + i).error()).isNull();
      lifecycle.housekeeping().runDue(100);
    }
    assertThat(orphans).hasSize(1);
    sessions.close(id, "participant_left");
    assertThat(taker.runTurn("more?").status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(taker.end().orElseThrow().unwritten()).isZero();
    assertThat(texts(id)).hasSize(8);
  }

  @Test
  void a_resumed_chat_is_handed_over_again_only_after_it_falls_silent() {
    UUID id = opened("chat");
    worker().open(id);
    SessionRuntime taker = worker().resume(handedOver());
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofSeconds(20));
      assertThat(taker.runTurn("turn " + i).error()).isNull();
      lifecycle.housekeeping().runDue(100);
    }
    assertThat(orphans).hasSize(1);
    SessionRuntime second = worker().resume(handedOver());
    assertThat(orphans.get(1).attempt()).isEqualTo(1);
    assertThat(taker.runTurn("late").error()).isEqualTo("session_owned");
    assertThat(second.endSession().winner()).isTrue();
    assertThat(texts(id)).hasSize(6);
  }

  @Test
  void resuming_a_session_too_late_is_refused() {
    UUID id = opened("voice");
    flushing().open(id);
    OrphanPolicy.OrphanedSession first = handedOver();
    OrphanPolicy.OrphanedSession second = handedOver();
    refused(() -> flushing().resume(first));
    assertThatThrownBy(
            () ->
                SessionRuntime.builder(lifecycle, UUID.randomUUID(), turn -> TurnReply.say(""))
                    .renewOn(executor)
                    .resume(second))
        .isInstanceOf(SessionNotFoundException.class);
    clock.advance(LEASE.plusSeconds(1));
    SessionRuntime taker = flushing().resume(second);
    assertThat(taker.renewLease()).isTrue();
    taker.endSession("resolved", "agent");
    assertThatThrownBy(() -> flushing().resume(second))
        .isInstanceOf(SessionConflictException.class)
        .extracting(e -> ((SessionConflictException) e).code())
        .isEqualTo("session_ended");
  }
}
