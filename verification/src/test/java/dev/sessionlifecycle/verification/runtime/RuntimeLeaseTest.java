package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A runtime holds a lease only where the lease is renewed, and as it is opened by default. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class RuntimeLeaseTest {
  private final UUID organization = UUID.randomUUID();
  private final ScheduledThreadPoolExecutor renewals = new ScheduledThreadPoolExecutor(1);
  private final SettableClock clock;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;

  RuntimeLeaseTest(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    clock = fixture.clock();
    lifecycle = SessionLifecycle.builder(fixture.store()).clock(clock).build();
    sessions = lifecycle.organization(organization);
    renewals.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void stop() {
    renewals.shutdownNow();
    lifecycle.close();
  }

  private SessionRuntimeBuilder builder() {
    return SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("ok"));
  }

  private static SessionRequest on(String channel) {
    return SessionRequest.on(channel, UUID.randomUUID());
  }

  @ParameterizedTest
  @ValueSource(strings = {"voice", "chat", "phone"})
  void without_renewal_a_silent_call_is_kept_and_its_words_are_stored(String channel) {
    SessionRuntime runtime = builder().open(on(channel));
    runtime.runTurn("please wait, I look for my order number");
    assertThat(sessions.messages(runtime.sessionId())).hasSize(2);
    clock.advance(Duration.ofSeconds(35));
    lifecycle.housekeeping().runDue(100);
    assertThat(runtime.runTurn("here it is: 4711").error()).isNull();
    RuntimeEnd end = runtime.endSession("resolved", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.session().messageCount()).isEqualTo(4);
  }

  @Test
  void flushing_at_the_end_and_resuming_demand_a_renewal() {
    assertThatThrownBy(() -> builder().strategy(PersistStrategy.FLUSH_AT_END).open(on("voice")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("renew_on");
    Session session = sessions.open(on("voice")).orThrow();
    assertThatThrownBy(
            () ->
                builder()
                    .resume(
                        new OrphanPolicy.OrphanedSession(
                            session, UUID.randomUUID(), 1, Duration.ofSeconds(30), 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("renew_on");
  }

  @Test
  void an_executor_that_is_shut_down_is_refused_before_a_session_is_opened() {
    ScheduledExecutorService dead = Executors.newSingleThreadScheduledExecutor();
    dead.shutdown();
    UUID user = UUID.randomUUID();
    assertThatThrownBy(() -> builder().renewOn(dead).open(SessionRequest.on("voice", user)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("renew_on");
    assertThat(sessions.list(SessionFilter.all().withEndUser(user), null, 10).items()).isEmpty();
  }

  @Test
  void an_executor_that_rejects_leaves_the_session_to_the_next_worker() {
    ScheduledThreadPoolExecutor rejecting =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public ScheduledFuture<?> scheduleWithFixedDelay(
              Runnable task, long initial, long delay, TimeUnit unit) {
            throw new RejectedExecutionException();
          }
        };
    UUID id = sessions.open(on("voice")).orThrow().id();
    assertThatThrownBy(() -> builder().renewOn(rejecting).open(id))
        .isInstanceOf(InvalidInputException.class);
    SessionRuntime next = builder().renewOn(renewals).open(id);
    clock.advance(Duration.ofSeconds(20));
    lifecycle.housekeeping().runDue(100);
    assertThat(next.runTurn("hello").error()).isNull();
    assertThat(sessions.get(id).status()).isEqualTo(SessionStatus.ACTIVE);
  }

  @Test
  void a_refused_lease_leaves_no_renewal_behind() {
    SessionRuntime first = builder().renewOn(renewals).open(on("voice"));
    assertThat(renewals.getQueue()).hasSize(1);
    assertThatThrownBy(() -> builder().renewOn(renewals).open(first.sessionId()))
        .isInstanceOf(SessionConflictException.class);
    assertThat(renewals.getQueue()).hasSize(1);
    first.close();
    assertThat(renewals.getQueue()).isEmpty();
  }

  @Test
  void the_renewal_stops_once_the_session_is_purged_ended_or_let_go() {
    Duration lease = Duration.ofSeconds(1);
    SessionRuntime purged = builder().lease(lease).renewOn(renewals).open(on("chat"));
    SessionRuntime ended = builder().lease(lease).renewOn(renewals).open(on("chat"));
    sessions.close(ended.sessionId());
    ended.runTurn("too late");
    UUID user = sessions.get(purged.sessionId()).endUserId();
    lifecycle.retention(organization).erase(user, "user");
    lifecycle.finalizer().runDue(100);
    lifecycle.retention(organization).erase(user, "user");
    assertThat(purged.renewLease()).isFalse();
    await().until(() -> renewals.getQueue().isEmpty());
  }

  @Test
  void the_library_renews_on_a_daemon_thread_of_its_own_that_ends_with_the_runtime() {
    SessionRuntime runtime =
        builder()
            .lease(Duration.ofSeconds(1))
            .strategy(PersistStrategy.FLUSH_AT_END)
            .renewOwn()
            .open(on("voice"));
    runtime.runTurn("hello");
    sessions.close(runtime.sessionId(), "participant_left");
    await().until(() -> runtime.end().isPresent());
    assertThat(runtime.end().orElseThrow().isClean()).isTrue();
    assertThat(sessions.messages(runtime.sessionId())).hasSize(2);
    await().until(() -> renewalThreads().isEmpty());

    SessionRuntime second = builder().renewOwn().open(on("voice"));
    assertThat(renewalThreads()).hasSize(1).allMatch(Thread::isDaemon);
    second.close();
    await().until(() -> renewalThreads().isEmpty());
  }

  private static List<Thread> renewalThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().equals("session-lifecycle-renew"))
        .toList();
  }

  @Test
  void a_long_turn_is_no_silence() {
    List<SessionRuntime> own = new ArrayList<>();
    SessionRuntime runtime =
        SessionRuntime.builder(
                lifecycle,
                organization,
                turn -> {
                  for (int i = 0; i < 20; i++) {
                    clock.advance(Duration.ofSeconds(20));
                    own.get(0).renewLease();
                  }
                  lifecycle.housekeeping().runDue(100);
                  return TurnReply.say("found it");
                })
            .renewOn(renewals)
            .open(on("voice"));
    own.add(runtime);
    assertThat(runtime.runTurn("where is my order?").error()).isNull();
    assertThat(sessions.get(runtime.sessionId()).status()).isEqualTo(SessionStatus.ACTIVE);
  }

  @Test
  void the_open_policy_of_the_request_decides_which_session_a_runtime_serves() {
    UUID user = UUID.randomUUID();
    SessionRequest request = SessionRequest.on("chat", user);
    SessionRuntime first = builder().open(request.withOpenPolicy(OpenPolicy.SUPERSEDE));
    assertThat(builder().open(request.withOpenPolicy(OpenPolicy.REUSE)).sessionId())
        .isEqualTo(first.sessionId());
    assertThatThrownBy(() -> builder().open(request.withOpenPolicy(OpenPolicy.REJECT)))
        .isInstanceOf(SessionConflictException.class)
        .extracting(e -> ((SessionConflictException) e).code())
        .isEqualTo("session_rejected");
    assertThat(builder().open(request).sessionId()).isNotEqualTo(first.sessionId());
    SessionRuntime next = builder().open(request.withOpenPolicy(OpenPolicy.SUPERSEDE));
    assertThat(next.sessionId()).isNotEqualTo(first.sessionId());
    assertThat(sessions.get(first.sessionId()).status()).isEqualTo(SessionStatus.SUPERSEDED);
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionStatus.class,
      names = {"QUEUED", "RINGING"})
  void a_turn_activates_a_session_that_was_not_yet_active(SessionStatus status) {
    List<SessionStatus> seen = new ArrayList<>();
    SessionRuntime runtime =
        SessionRuntime.builder(
                lifecycle,
                organization,
                turn -> {
                  seen.add(turn.sessionStatus());
                  return TurnReply.say("hello");
                })
            .open(on("voice").withStatus(status));
    assertThat(runtime.runTurn("hello?").sessionStatus()).isEqualTo("active");
    assertThat(seen).containsExactly(SessionStatus.ACTIVE);
    assertThat(runtime.endSession().session().isEngaged()).isTrue();
  }

  @Test
  void a_handler_stays_silent_while_a_human_has_the_session() {
    SessionRuntime runtime =
        SessionRuntime.builder(
                lifecycle,
                organization,
                turn ->
                    turn.sessionStatus() == SessionStatus.WAITING_FOR_HUMAN
                        ? TurnReply.silent()
                        : TurnReply.say("hello"))
            .open(on("chat"));
    runtime.runTurn("hi");
    sessions.transition(runtime.sessionId(), SessionStatus.WAITING_FOR_HUMAN);
    assertThat(runtime.runTurn("are you there?").messages().get(0).content()).isEmpty();
    assertThat(sessions.messages(runtime.sessionId())).hasSize(3);
    assertThat(sessions.get(runtime.sessionId()).status())
        .isEqualTo(SessionStatus.WAITING_FOR_HUMAN);
  }
}
