package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** One session, served by one worker after the other, with what each was given and answered. */
final class RandomConversation {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final RetentionPolicy KEEP =
      RetentionPolicy.keepFor(Duration.ofDays(365))
          .withOutcome(OutcomeCategory.ABANDONED, Duration.ofDays(1))
          .withOutcome(OutcomeCategory.FAILED, Duration.ofDays(2));

  /** What happens, by itself or, if it says so, while the handler of a turn works. */
  enum Step {
    TURN,
    TURN_WITHOUT_REPLY,
    TURN_THAT_THROWS,
    TURN_THAT_REQUESTS_THE_END,
    TURN_DURING_AN_END_ELSEWHERE,
    TURN_DURING_AN_END_ELSEWHERE_AND_RENEWALS,
    TURN_DURING_AN_END_AT_THE_DEADLINE,
    TURN_DURING_A_RELEASE_AT_THE_DEADLINE,
    TURN_IN_WHICH_IT_IS_LET_GO,
    TURN_THAT_OUTLASTS_THE_LEASE,
    TURN_THAT_OUTLASTS_THE_SILENCE_LIMIT,
    TURN_THAT_IS_RENEWED_BEYOND_THE_SILENCE_LIMIT,
    TIME_PASSES,
    SILENCE_BEYOND_THE_LIMIT,
    RENEWED_SILENCE_BEYOND_THE_LIMIT,
    RENEWAL,
    MESSAGE_REPORTED_ELSEWHERE,
    MOVED_ELSEWHERE,
    HOUSEKEEPING,
    END_REQUESTED,
    END_REFUSED,
    LET_GO,
    WORKER_CRASHES,
    ENDED,
    ENDED_ELSEWHERE
  }

  /** Who or what ends the session elsewhere, and what the hooks of its worker do. */
  record PlannedEnd(
      EndKind kind, TerminationReason reason, int endedSecondsAgo, boolean areHooksFailing) {}

  /** The ways to end a session from elsewhere. */
  enum EndKind {
    CLOSE,
    FAIL,
    EXPIRE,
    SUPERSEDE
  }

  /** A worker, what was said on it for which it has answered, and how much a crash lost. */
  private static final class Worker {
    final SessionRuntime runtime;
    final List<String> given = new ArrayList<>();
    int lostInCrash;

    Worker(SessionRuntime runtime) {
      this.runtime = runtime;
    }
  }

  private final SettableClock clock;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final UUID organization = UUID.randomUUID();
  private final PersistStrategy strategy;
  private final PlannedEnd ending;
  private final ScheduledExecutorService renewals;
  private final Executor other;
  private final UUID id;
  private final List<Worker> workers = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();
  private @Nullable Worker current;
  private @Nullable Step during;
  private int turns;

  RandomConversation(
      StoreFixture fixture,
      PersistStrategy strategy,
      PlannedEnd ending,
      ScheduledExecutorService renewals,
      Executor other) {
    this.clock = fixture.clock();
    this.lifecycle = SessionLifecycle.builder(fixture.store()).clock(clock).retention(KEEP).build();
    this.sessions = lifecycle.organization(organization);
    this.strategy = strategy;
    this.ending = ending;
    this.renewals = renewals;
    this.other = other;
    this.id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
  }

  /** Takes the steps, ends the session and checks what is left; returns what happened. */
  List<String> run(List<Step> steps) {
    for (Step step : steps) {
      if (current == null && !open()) {
        break;
      }
      if (current != null) {
        take(step, current);
      }
    }
    sessions.close(id, "room_closed");
    if (current != null) {
      current.runtime.endSession();
    }
    return check();
  }

  private boolean open() {
    if (sessions.get(id).isEnded()) {
      return false;
    }
    try {
      current =
          new Worker(
              SessionRuntime.builder(lifecycle, organization, turn -> handle(turn.text()))
                  .strategy(strategy)
                  .lease(LEASE)
                  .renewOn(renewals)
                  .deadline(Duration.ofMillis(1))
                  .onEnd(Runnable::run, context -> cleanUp())
                  .open(id));
      workers.add(current);
    } catch (SessionConflictException owned) {
      clock.advance(LEASE); // the crashed worker still holds it
    }
    return true;
  }

  private void cleanUp() {
    if (ending.areHooksFailing()) {
      throw new NoClassDefFoundError("no/Class");
    }
  }

  private void endElsewhere() {
    EndRequest because = EndRequest.because(ending.reason());
    EndRequest request =
        ending.endedSecondsAgo() < 0
            ? because
            : because.withEndedAt(clock.instant().minusSeconds(ending.endedSecondsAgo()));
    switch (ending.kind()) {
      case CLOSE -> sessions.close(id, request);
      case FAIL -> sessions.fail(id, request);
      case EXPIRE -> sessions.expire(id, request);
      case SUPERSEDE -> sessions.supersede(id, null, request);
    }
  }

  private void report() {
    String words = "p" + turns++;
    if (sessions.append(id, Message.fromAgent(words)) instanceof AppendResult.Appended) {
      reported.add(words);
    }
  }

  private void moveElsewhere() {
    SessionStatus is = sessions.get(id).status();
    if (is.isLive()) {
      sessions.transition(
          id, is == SessionStatus.ACTIVE ? SessionStatus.WAITING_FOR_HUMAN : SessionStatus.ACTIVE);
    }
  }

  private void pass(SessionRuntime runtime, boolean isRenewed) {
    for (int i = 0; i < 11; i++) {
      clock.advance(LEASE.minusSeconds(1));
      if (isRenewed) {
        runtime.renewLease();
      }
    }
  }

  private void take(Step step, Worker worker) {
    SessionRuntime runtime = worker.runtime;
    switch (step) {
      case TIME_PASSES -> clock.advance(Duration.ofSeconds(7));
      case SILENCE_BEYOND_THE_LIMIT -> pass(runtime, false);
      case RENEWED_SILENCE_BEYOND_THE_LIMIT -> pass(runtime, true);
      case MESSAGE_REPORTED_ELSEWHERE -> report();
      case MOVED_ELSEWHERE -> moveElsewhere();
      case RENEWAL -> runtime.renewLease();
      case HOUSEKEEPING -> lifecycle.housekeeping().runDue(100);
      case END_REQUESTED -> runtime.requestEnd(EndRequest.because(TerminationReason.RESOLVED));
      case END_REFUSED ->
          assertThat(catchThrowable(() -> runtime.endSession("resolved", " "))).isNotNull();
      case LET_GO -> letGo(worker);
      case WORKER_CRASHES -> {
        worker.lostInCrash = runtime.bufferedMessages();
        current = null;
      }
      case ENDED -> runtime.endSession("resolved", "agent");
      case ENDED_ELSEWHERE -> endElsewhere();
      default -> turn(step, worker);
    }
  }

  private void letGo(Worker worker) {
    worker.runtime.close();
    current = null;
  }

  private void turn(Step step, Worker worker) {
    during = step;
    String words = "u" + turns++;
    TurnResult result = worker.runtime.runTurn(words);
    boolean handled = during == null;
    during = null;
    if (handled) {
      worker.given.add(words);
    }
    String reply = result.messages().get(0).content();
    if (!reply.isEmpty()) {
      worker.given.add(reply);
    }
    if (handled
        && (step == Step.TURN_IN_WHICH_IT_IS_LET_GO
            || step == Step.TURN_DURING_A_RELEASE_AT_THE_DEADLINE)) {
      current = null;
    }
  }

  private TurnReply handle(String words) {
    Step step = Objects.requireNonNull(during);
    during = null;
    SessionRuntime runtime = Objects.requireNonNull(current).runtime;
    TurnReply reply = TurnReply.say("a" + words);
    switch (step) {
      case TURN_WITHOUT_REPLY -> reply = TurnReply.silent();
      case TURN_THAT_THROWS -> throw error();
      case TURN_THAT_REQUESTS_THE_END -> reply = TurnReply.sayAndEnd("a" + words);
      case TURN_DURING_AN_END_ELSEWHERE -> endElsewhere();
      case TURN_DURING_AN_END_ELSEWHERE_AND_RENEWALS -> {
        endElsewhere();
        runtime.renewLease();
        runtime.renewLease();
      }
      case TURN_DURING_AN_END_AT_THE_DEADLINE ->
          CompletableFuture.runAsync(() -> runtime.endSession("error", "system"), other).join();
      case TURN_DURING_A_RELEASE_AT_THE_DEADLINE ->
          CompletableFuture.runAsync(runtime::close, other).join();
      case TURN_IN_WHICH_IT_IS_LET_GO -> runtime.close();
      case TURN_THAT_OUTLASTS_THE_LEASE -> {
        clock.advance(LEASE.plusSeconds(1));
        lifecycle.housekeeping().runDue(100);
      }
      case TURN_THAT_OUTLASTS_THE_SILENCE_LIMIT -> pass(runtime, false);
      case TURN_THAT_IS_RENEWED_BEYOND_THE_SILENCE_LIMIT -> pass(runtime, true);
      default -> {}
    }
    return reply;
  }

  private Error error() {
    return switch (turns % 4) {
      case 0 -> new Error("An operation is not implemented");
      case 1 -> new StackOverflowError();
      case 2 -> new AssertionError("unexpected");
      default -> new NoClassDefFoundError("no/Class");
    };
  }

  private List<String> check() {
    Session session = sessions.get(id);
    List<String> stored = sessions.messages(id).stream().map(StoredMessage::text).toList();
    assertThat(stored).doesNotHaveDuplicates().containsAll(reported);
    List<String> seen = new ArrayList<>();
    for (Worker worker : workers) {
      long missing = worker.given.stream().filter(it -> !stored.contains(it)).count();
      int unwritten = worker.runtime.end().map(RuntimeEnd::unwritten).orElse(0);
      assertThat(missing)
          .isEqualTo(
              worker.runtime.end().isPresent()
                  ? unwritten
                  : Math.max(worker.lostInCrash, worker.runtime.bufferedMessages()));
      if (missing > 0) {
        worker.runtime.end().ifPresent(end -> assertThat(end.isClean()).isFalse());
        seen.add("missing");
      }
    }
    if (strategy == PersistStrategy.PER_TURN) {
      assertThat(workers).allMatch(it -> it.lostInCrash == 0);
    }
    checkStamps(session, stored);
    seen.add(String.valueOf(session.reason()));
    return seen;
  }

  /** What an end stamps is that of the record as it is stored in the end. */
  private void checkStamps(Session session, List<String> stored) {
    Instant endedAt = Objects.requireNonNull(session.endedAt());
    assertThat(session.messageCount()).isEqualTo(stored.size());
    assertThat(session.isEngaged()).isEqualTo(stored.stream().anyMatch(it -> it.startsWith("u")));
    assertThat(endedAt).isBetween(session.startedAt(), session.closedAt());
    if (session.lastMessageAt() != null) {
      assertThat(endedAt).isAfterOrEqualTo(session.lastMessageAt());
    }
    assertThat(session.durationMs())
        .isEqualTo(Duration.between(session.startedAt(), endedAt).toMillis());
    OutcomeCategory outcome =
        EndReason.of(Objects.requireNonNull(session.reason())).outcome(session.isEngaged());
    assertThat(session.outcome()).isEqualTo(outcome);
    Duration keep = KEEP.keep(outcome, session.channel(), session.sessionType()).orElseThrow();
    assertThat(session.retentionExpiresAt()).isAfterOrEqualTo(session.statusSince().plus(keep));
  }
}
