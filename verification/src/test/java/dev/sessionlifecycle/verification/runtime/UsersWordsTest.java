package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnRequest;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the user says is kept before the handler works on it, whatever happens meanwhile. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class UsersWordsTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** What happens while the handler works. */
  enum Meanwhile {
    NOTHING,
    ENDED_ELSEWHERE,
    ENDED_ELSEWHERE_AND_LAPSED,
    ENDED_ELSEWHERE_AND_RENEWED_ONCE,
    ENDED_ELSEWHERE_AND_RENEWED_TWICE,
    ENDED_AT_THE_DEADLINE,
    ENDED_IN_THE_TURN,
    LET_GO_AT_THE_DEADLINE,
    LET_GO_IN_THE_TURN,
    END_REQUESTED_AND_LET_GO,
    EXCEPTION_THROWN,
    ERROR_THROWN,
    EXCEPTION_WITHOUT_A_TEXT_THROWN,
    NOTHING_REPLIED,
    TAKEN_OVER
  }

  private final UUID organization = UUID.randomUUID();
  private final List<OrphanPolicy.OrphanedSession> orphans = new ArrayList<>();
  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final SettableClock clock;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private Callable<TurnReply> work = () -> TurnReply.say("fine");

  UsersWordsTest(FixtureKind kind) {
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
    renewals.shutdownNow();
    other.shutdownNow();
    lifecycle.close();
  }

  private SessionRuntime open(PersistStrategy strategy) {
    return SessionRuntime.builder(lifecycle, organization, turn -> work.call())
        .strategy(strategy)
        .lease(LEASE)
        .renewOn(renewals)
        .deadline(Duration.ofMillis(50))
        .open(SessionRequest.on("voice", UUID.randomUUID()));
  }

  private List<String> texts(UUID session) {
    return sessions.messages(session).stream().map(StoredMessage::text).toList();
  }

  private void happen(Meanwhile what, SessionRuntime runtime) throws Exception {
    UUID id = runtime.sessionId();
    switch (what) {
      case ENDED_ELSEWHERE -> sessions.close(id, "participant_left");
      case ENDED_ELSEWHERE_AND_LAPSED -> {
        sessions.close(id, "participant_left");
        clock.advance(LEASE);
      }
      case ENDED_ELSEWHERE_AND_RENEWED_ONCE -> {
        sessions.close(id, "participant_left");
        runtime.renewLease();
      }
      case ENDED_ELSEWHERE_AND_RENEWED_TWICE -> {
        sessions.close(id, "participant_left");
        runtime.renewLease();
        runtime.renewLease();
      }
      case ENDED_AT_THE_DEADLINE ->
          assertThat(other.submit(() -> runtime.endSession("error", "system")).get().isClean())
              .isFalse();
      case ENDED_IN_THE_TURN -> runtime.endSession("resolved", "agent");
      case LET_GO_AT_THE_DEADLINE -> other.submit(runtime::close).get();
      case LET_GO_IN_THE_TURN -> runtime.close();
      case END_REQUESTED_AND_LET_GO -> {
        runtime.requestEnd(EndRequest.because(TerminationReason.RESOLVED));
        runtime.close();
      }
      case EXCEPTION_THROWN -> throw new IllegalStateException("no model");
      case ERROR_THROWN -> throw new Error("An operation is not implemented");
      case EXCEPTION_WITHOUT_A_TEXT_THROWN ->
          throw new IllegalStateException("no model") {
            @Override
            public String getMessage() {
              throw new UnsupportedOperationException();
            }
          };
      case TAKEN_OVER -> {
        clock.advance(LEASE);
        lifecycle.housekeeping().runDue(100);
        assertThat(orphans).hasSize(1);
      }
      case NOTHING, NOTHING_REPLIED -> {}
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_the_user_said_is_stored_before_the_handler_works_per_turn(Meanwhile what) {
    SessionRuntime runtime = open(PersistStrategy.PER_TURN);
    List<String> seen = new ArrayList<>();
    work =
        () -> {
          seen.addAll(texts(runtime.sessionId()));
          happen(what, runtime);
          return TurnReply.say("fine");
        };
    runtime.runTurn("my new address is");
    assertThat(seen).containsExactly("my new address is");
  }

  @ParameterizedTest
  @EnumSource
  void no_answered_word_is_lost_uncounted_per_turn(Meanwhile what) {
    checkNothingIsLost(what, PersistStrategy.PER_TURN);
  }

  @ParameterizedTest
  @EnumSource
  void no_answered_word_is_lost_uncounted_if_flushed_at_the_end(Meanwhile what) {
    checkNothingIsLost(what, PersistStrategy.FLUSH_AT_END);
  }

  private void checkNothingIsLost(Meanwhile what, PersistStrategy strategy) {
    SessionRuntime runtime = open(strategy);
    runtime.runTurn("hello");
    work =
        () -> {
          happen(what, runtime);
          return what == Meanwhile.NOTHING_REPLIED ? null : TurnReply.say("later");
        };
    TurnResult result = runtime.runTurn("my new address is");
    String reply = result.messages().get(0).content();

    List<String> given = new ArrayList<>(List.of("hello", "fine", "my new address is"));
    if (!reply.isEmpty()) {
      given.add(reply);
    }
    List<String> missing = new ArrayList<>(given);
    missing.removeAll(texts(runtime.sessionId()));
    int unwritten = runtime.end().map(RuntimeEnd::unwritten).orElse(0);
    assertThat(unwritten + runtime.bufferedMessages()).isEqualTo(missing.size());
    if (runtime.end().isPresent() && !missing.isEmpty()) {
      assertThat(runtime.end().get().isClean()).isFalse();
    }
    if (result.error() == null) {
      assertThat(reply).isEqualTo("later");
      assertThat(unwritten).isZero();
    }
    if (what == Meanwhile.LET_GO_AT_THE_DEADLINE || what == Meanwhile.LET_GO_IN_THE_TURN) {
      assertThat(result.error()).isNull();
      assertThat(runtime.bufferedMessages()).isZero();
    } else if (runtime.end().isEmpty() && what != Meanwhile.TAKEN_OVER) {
      runtime.endSession();
      assertThat(sessions.get(runtime.sessionId()).status()).isEqualTo(SessionStatus.CLOSED);
    }
    boolean isLate =
        what == Meanwhile.ENDED_ELSEWHERE_AND_LAPSED && strategy == PersistStrategy.FLUSH_AT_END;
    if (what != Meanwhile.TAKEN_OVER && !isLate) {
      assertThat(texts(runtime.sessionId())).contains("my new address is");
    }
  }

  @ParameterizedTest
  @EnumSource
  void letting_go_waits_for_the_running_turn_and_writes_it(PersistStrategy strategy)
      throws Exception {
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, turn -> work.call())
            .strategy(strategy)
            .renewOn(renewals)
            .open(SessionRequest.on("voice", UUID.randomUUID()));
    List<Future<?>> closing = new ArrayList<>();
    work =
        () -> {
          closing.add(other.submit(runtime::close));
          return TurnReply.say("fine");
        };
    TurnResult result = runtime.runTurn("hello");
    closing.get(0).get();
    assertThat(result.error()).isNull();
    assertThat(texts(runtime.sessionId())).containsExactly("hello", "fine");
    assertThat(runtime.bufferedMessages()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_requested_end_is_carried_out_when_the_session_is_let_go(PersistStrategy strategy) {
    SessionRuntime asked = open(strategy);
    asked.runTurn("hello");
    asked.requestEnd(EndRequest.because(TerminationReason.ESCALATED));
    asked.close();
    assertThat(sessions.get(asked.sessionId()).reason()).isEqualTo(TerminationReason.ESCALATED);

    work = () -> TurnReply.sayAndEnd("Bye!", TerminationReason.RESOLVED);
    SessionRuntime replied = open(strategy);
    replied.runTurn("thanks");
    replied.close();
    assertThat(sessions.get(replied.sessionId()).reason()).isEqualTo(TerminationReason.RESOLVED);
    assertThat(texts(replied.sessionId())).containsExactly("thanks", "Bye!");
  }

  @ParameterizedTest
  @EnumSource
  void a_turn_id_used_with_another_text_is_a_conflict(PersistStrategy strategy) {
    SessionRuntime runtime = open(strategy);
    UUID turn = UUID.randomUUID();
    assertThat(runtime.runTurn(new TurnRequest(turn, "pay 10")).error()).isNull();
    List<String> asked = new ArrayList<>();
    work =
        () -> {
          asked.add("pay 20");
          return TurnReply.say("never");
        };
    assertThat(runtime.runTurn(new TurnRequest(turn, "pay 20")).error())
        .isEqualTo("message_conflict");
    assertThat(asked).isEmpty();
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.ERROR);
    assertThat(runtime.endSession().isClean()).isTrue();
    assertThat(texts(runtime.sessionId())).containsExactly("pay 10", "fine");
  }

  /** How a worker writes what it holds. */
  enum Writing {
    ENDING,
    LETTING_GO,
    FOLLOWING_AN_END,
    FOLLOWING_AN_END_TOO_LATE
  }

  @ParameterizedTest
  @EnumSource
  void words_under_a_turn_id_that_another_worker_used_are_kept_or_counted(Writing how) {
    UUID turn = UUID.randomUUID();
    SessionRuntime first = open(PersistStrategy.FLUSH_AT_END);
    first.runTurn(new TurnRequest(turn, "pay 10"));
    first.close();
    SessionRuntime second =
        SessionRuntime.builder(lifecycle, organization, turns -> TurnReply.silent())
            .strategy(PersistStrategy.FLUSH_AT_END)
            .lease(LEASE)
            .renewOn(renewals)
            .open(first.sessionId());
    assertThat(second.runTurn(new TurnRequest(turn, "pay 20")).error()).isNull();
    switch (how) {
      case ENDING -> second.endSession();
      case LETTING_GO -> second.close();
      case FOLLOWING_AN_END, FOLLOWING_AN_END_TOO_LATE -> {
        sessions.close(second.sessionId(), "participant_left");
        clock.advance(how == Writing.FOLLOWING_AN_END ? Duration.ZERO : LEASE);
        second.renewLease();
      }
    }
    List<String> texts = texts(second.sessionId());
    assertThat(texts).startsWith("pay 10", "fine");
    if (how == Writing.FOLLOWING_AN_END_TOO_LATE) {
      assertThat(second.end().orElseThrow().unwritten()).isEqualTo(1);
    } else {
      assertThat(texts).containsExactly("pay 10", "fine", "pay 20");
      assertThat(second.end().map(RuntimeEnd::isClean).orElse(true)).isTrue();
      assertThat(sessions.get(second.sessionId()).messageCount()).isEqualTo(3);
    }
    assertThat(second.bufferedMessages()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_reply_that_cannot_be_stored_as_it_is_loses_little_and_keeps_its_end(
      PersistStrategy strategy) {
    String huge = "déjà ".repeat(40_000);
    for (String text : List.of("a\0b\uD800c", huge, "\0", huge + "\0\uDC00")) {
      SessionRuntime runtime = open(strategy);
      work = () -> TurnReply.sayAndEnd(text, TerminationReason.RESOLVED);
      TurnResult result = runtime.runTurn("hello");
      assertThat(result.error()).isNull();
      assertThat(result.status()).isEqualTo(RuntimeStatus.END_REQUESTED);
      runtime.endSession();
      List<String> texts = texts(runtime.sessionId());
      String stored = String.join("", texts.subList(1, texts.size()));
      assertThat(stored)
          .isEqualTo(text.replace("\0", "").replace('\uD800', '\uFFFD').replace('\uDC00', '\uFFFD'))
          .isEqualTo(result.messages().get(0).content());
      assertThat(sessions.get(runtime.sessionId()).reason()).isEqualTo(TerminationReason.RESOLVED);
    }
  }
}
