package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.AssistantMessage;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker whose session passes a time limit, while no sweep runs. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class OverdueCallTest implements SessionListener {
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LEASE = Duration.ofMinutes(3);
  private static final Duration THIRD = LEASE.dividedBy(3);

  /** How a worker keeps a session. */
  enum Worker {
    WITHOUT_LEASE(PersistStrategy.PER_TURN, false),
    WITH_LEASE(PersistStrategy.PER_TURN, true),
    HOLDING_BACK(PersistStrategy.FLUSH_AT_END, true);

    private final PersistStrategy strategy;
    private final boolean isLeased;

    Worker(PersistStrategy strategy, boolean isLeased) {
      this.strategy = strategy;
      this.isLeased = isLeased;
    }
  }

  @Parameter FixtureKind kind;
  private final UUID organization = UUID.randomUUID();
  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
  private final List<UUID> announced = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private Runnable whileItWorks = () -> {};
  private SettableClock clock;
  private SessionLifecycle lifecycle;
  private OrganizationSessions sessions;

  @BeforeEach
  void open() {
    StoreFixture fixture = kind.open();
    clock = fixture.clock();
    lifecycle = SessionLifecycle.builder(fixture.store()).clock(clock).listener(this).build();
    sessions = lifecycle.organization(organization);
  }

  @AfterEach
  void close() {
    renewals.shutdownNow();
    lifecycle.close();
  }

  @Override
  public void ended(Session session) {
    announced.add(session.id());
  }

  private SessionRuntime runtime(Worker worker, SessionStatus status) {
    var builder =
        SessionRuntime.builder(
                lifecycle,
                organization,
                turn -> {
                  heard.add(turn.text());
                  whileItWorks.run();
                  return TurnReply.say("fine");
                })
            .strategy(worker.strategy)
            .lease(LEASE);
    return (worker.isLeased ? builder.renewOn(renewals) : builder)
        .open(SessionRequest.on("voice", UUID.randomUUID()).withStatus(status));
  }

  private void pass(SessionRuntime runtime, Duration time) {
    Duration left = time;
    while (!left.isZero()) {
      Duration step = left.compareTo(THIRD) > 0 ? THIRD : left;
      clock.advance(step);
      runtime.renewLease();
      left = left.minus(step);
    }
  }

  private List<String> stored(SessionRuntime runtime) {
    return sessions.messages(runtime.sessionId()).stream().map(StoredMessage::text).toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_turn_revives_no_call_that_was_silent_too_long(Worker worker) {
    SessionRuntime runtime = runtime(worker, SessionStatus.ACTIVE);
    assertThat(runtime.runTurn("hello").error()).isNull();
    pass(runtime, IDLE.minusMillis(1));
    assertThat(runtime.runTurn("in time").error()).isNull();
    Instant last = clock.instant();
    pass(runtime, IDLE);
    TurnResult late = runtime.runTurn("late");
    assertThat(late.status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(late.messages()).extracting(AssistantMessage::content).containsExactly("");
    assertThat(heard).containsExactly("hello", "in time");
    Session ended = sessions.get(runtime.sessionId());
    assertThat(ended.status()).isEqualTo(SessionStatus.EXPIRED);
    assertThat(ended.reason()).isEqualTo(TerminationReason.SILENCE_TIMEOUT);
    assertThat(ended.endedAt()).isEqualTo(last);
    assertThat(stored(runtime)).containsExactly("hello", "fine", "in time", "fine");
    RuntimeEnd end = runtime.end().orElseThrow();
    assertThat(end.winner()).isFalse();
    assertThat(end.unwritten()).isZero();
    assertThat(announced).containsExactly(runtime.sessionId());
    runtime.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_turn_prolongs_no_call_beyond_its_greatest_length(Worker worker) {
    SessionRuntime runtime = runtime(worker, SessionStatus.ACTIVE);
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      assertThat(runtime.runTurn("turn " + i).error()).isNull();
      said.addAll(List.of("turn " + i, "fine"));
      pass(runtime, Duration.ofMinutes(4));
    }
    assertThat(runtime.runTurn("once more").status()).isEqualTo(RuntimeStatus.ENDED);
    Session ended = sessions.get(runtime.sessionId());
    assertThat(ended.reason()).isEqualTo(TerminationReason.MAX_CALL_DURATION);
    assertThat(ended.durationMs()).isEqualTo(Duration.ofMinutes(4 * 59).toMillis());
    assertThat(stored(runtime)).isEqualTo(said);
  }

  @ParameterizedTest
  @EnumSource
  void a_turn_answers_no_call_that_was_never_picked_up_in_time(Worker worker) {
    SessionRuntime runtime = runtime(worker, SessionStatus.RINGING);
    pass(runtime, IDLE);
    assertThat(runtime.runTurn("hello?").status()).isEqualTo(RuntimeStatus.ENDED);
    Session ended = sessions.get(runtime.sessionId());
    assertThat(ended.reason()).isEqualTo(TerminationReason.PARTICIPANT_JOIN_TIMEOUT);
    assertThat(ended.activatedAt()).isNull();
    assertThat(heard).isEmpty();
    assertThat(stored(runtime)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_turn_that_is_renewed_may_take_longer_than_the_idle_limit(Worker worker) {
    SessionRuntime runtime = runtime(worker, SessionStatus.ACTIVE);
    whileItWorks = () -> pass(runtime, IDLE.plusMinutes(5));
    TurnResult result = runtime.runTurn("think long");
    if (worker.isLeased) {
      assertThat(result.error()).isNull();
      assertThat(sessions.get(runtime.sessionId()).status()).isEqualTo(SessionStatus.ACTIVE);
      runtime.endSession();
      assertThat(stored(runtime)).containsExactly("think long", "fine");
    } else {
      assertThat(result.error()).isEqualTo("session_ended");
      assertThat(sessions.get(runtime.sessionId()).reason())
          .isEqualTo(TerminationReason.SILENCE_TIMEOUT);
      assertThat(stored(runtime)).containsExactly("think long");
      assertThat(runtime.end().orElseThrow().unwritten()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_renewal_ends_a_turn_that_outlasts_the_greatest_length(Worker worker) {
    SessionRuntime runtime = runtime(worker, SessionStatus.ACTIVE);
    whileItWorks = () -> pass(runtime, Duration.ofHours(5));
    TurnResult result = runtime.runTurn("think for hours");
    assertThat(result.error()).isEqualTo("session_ended");
    Session ended = sessions.get(runtime.sessionId());
    assertThat(ended.reason())
        .isEqualTo(
            worker.isLeased
                ? TerminationReason.MAX_CALL_DURATION
                : TerminationReason.SILENCE_TIMEOUT);
    assertThat(ended.durationMs()).isLessThanOrEqualTo(Duration.ofHours(4).toMillis());
    assertThat(stored(runtime)).containsExactly("think for hours");
    assertThat(runtime.end().orElseThrow().unwritten()).isEqualTo(1);
  }

  @Test
  void the_worker_that_continues_after_another_stands_in_the_history() {
    SessionRuntime first = runtime(Worker.WITH_LEASE, SessionStatus.ACTIVE);
    first.runTurn("hello");
    clock.advance(LEASE);
    SessionRuntime second =
        SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("go on"))
            .renewOn(renewals)
            .open(first.sessionId());
    assertThat(second.runTurn("are you there?").error()).isNull();
    assertThat(sessions.history(first.sessionId()))
        .extracting(HistoryEntry::kind, HistoryEntry::triggeredBy)
        .containsExactly(
            tuple(HistoryEntry.Kind.OPENED, "api"), tuple(HistoryEntry.Kind.TAKEN_OVER, "agent"));
    second.close();
    SessionRuntime third =
        SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("ok"))
            .renewOn(renewals)
            .open(first.sessionId());
    assertThat(sessions.history(first.sessionId())).hasSize(2);
    third.close();
  }
}
