package dev.sessionlifecycle.verification.host;

import static dev.sessionlifecycle.assertj.SessionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.assertj.SessionAssert;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.LifecycleSetup;
import dev.sessionlifecycle.testkit.host.SessionFixtures;
import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.SessionStory;
import dev.sessionlifecycle.testkit.host.SessionTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every assertion holds where it is so, and fails with the story of the session where not. */
@SessionLifecycleTest(setup = AssertionsTest.Setup.class)
class AssertionsTest {
  private static final Duration MONTH = Duration.ofDays(30);

  /** Two steps, and a month of retention. */
  static final class Setup implements LifecycleSetup {
    @Override
    public void apply(SessionLifecycleBuilder builder) {
      builder
          .finalizeWith(
              FinalizeChain.first(FinalizeStep.of("scrub", context -> StepOutcome.done()))
                  .then(FinalizeStep.of("bill", context -> StepOutcome.skipped("free"))))
          .retention(RetentionPolicy.keepFor(MONTH));
    }
  }

  SessionLifecycle lifecycle;
  OrganizationSessions sessions;
  SessionFixtures fixtures;

  @BeforeEach
  void begin(SessionLifecycle lifecycle, OrganizationSessions sessions, SessionFixtures fixtures) {
    this.lifecycle = lifecycle;
    this.sessions = sessions;
    this.fixtures = fixtures;
  }

  /** An ended session whose chain has finished, held. */
  private Session ended(SessionTime time) {
    Session call = fixtures.active();
    sessions.transition(call.id(), SessionStatus.PAUSED);
    sessions.close(
        call.id(),
        EndRequest.because(TerminationReason.RESOLVED, "solved, said Maria")
            .withTriggeredBy("agent"));
    lifecycle
        .retention(sessions.organizationId())
        .place(HoldScope.session(call.id()), "dispute of Maria", "legal");
    time.settle();
    return sessions.get(call.id());
  }

  @Test
  void every_assertion_holds_where_it_is_so(SessionTime time) {
    Session session = ended(time);
    assertThat(lifecycle, session)
        .hasEnded()
        .isClosed()
        .hasStatus(SessionStatus.CLOSED)
        .endedBecause(TerminationReason.RESOLVED)
        .hasOutcome(OutcomeCategory.RESOLVED)
        .hasMessages(2)
        .isFinalized()
        .hasPath(SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.CLOSED)
        .ranSteps("scrub");
    assertThat(lifecycle, session)
        .history()
        .hasKinds(Kind.OPENED, Kind.MOVED, Kind.ENDED)
        .hasPath(SessionStatus.ACTIVE, SessionStatus.PAUSED, SessionStatus.CLOSED)
        .wasLastTriggeredBy("agent");
    assertThat(lifecycle, session)
        .chain()
        .isFinished()
        .skippedSteps("bill")
        .hasProgress("bill", Progress.SKIPPED)
        .attempted("scrub", 1);
    assertThat(lifecycle, session)
        .retention()
        .isKeptFor(MONTH)
        .isKeptUntil(session.statusSince().plus(MONTH))
        .isHeldBy("legal");
    assertThat(lifecycle, fixtures.active()).isLive().retention().isNotHeld();
    assertThat(lifecycle, fixtures.in(SessionStatus.EXPIRED)).isExpired().chain().isUnfinished();
    assertThat(lifecycle, fixtures.in(SessionStatus.ERROR)).hasFailed();
    assertThat(lifecycle, fixtures.in(SessionStatus.SUPERSEDED)).isSuperseded();
  }

  @Test
  void every_assertion_fails_where_it_is_not_so(SessionTime time) {
    Session ended = ended(time);
    Session live = fixtures.active();
    Map<String, Consumer<SessionAssert>> wrong = new LinkedHashMap<>();
    wrong.put("isGone", SessionAssert::isGone);
    wrong.put("isLive", SessionAssert::isLive);
    wrong.put("hasStatus", it -> it.hasStatus(SessionStatus.EXPIRED));
    wrong.put("isExpired", SessionAssert::isExpired);
    wrong.put("hasFailed", SessionAssert::hasFailed);
    wrong.put("isSuperseded", SessionAssert::isSuperseded);
    wrong.put("isAnonymized", SessionAssert::isAnonymized);
    wrong.put("endedBecause", it -> it.endedBecause(TerminationReason.UNKNOWN));
    wrong.put("hasOutcome", it -> it.hasOutcome(OutcomeCategory.FAILED));
    wrong.put("hasMessages", it -> it.hasMessages(3));
    wrong.put("hasPath", it -> it.hasPath(SessionStatus.ACTIVE, SessionStatus.CLOSED));
    wrong.put("ranSteps", it -> it.ranSteps("scrub", "bill"));
    wrong.put("hasKinds", it -> it.history().hasKinds(Kind.OPENED));
    wrong.put("wasLastTriggeredBy", it -> it.history().wasLastTriggeredBy("api"));
    wrong.put("isUnfinished", it -> it.chain().isUnfinished());
    wrong.put("isWaiting", it -> it.chain().isWaiting());
    wrong.put("isParkedAt", it -> it.chain().isParkedAt("bill"));
    wrong.put("skippedSteps", it -> it.chain().skippedSteps());
    wrong.put("hasProgress", it -> it.chain().hasProgress("scrub", Progress.PARKED));
    wrong.put("no step", it -> it.chain().hasProgress("other", Progress.DONE));
    wrong.put("attempted", it -> it.chain().attempted("scrub", 2));
    wrong.put("isKeptForEver", it -> it.retention().isKeptForEver());
    wrong.put("isKeptFor", it -> it.retention().isKeptFor(MONTH.plusNanos(1_000)));
    wrong.put("isKeptUntil", it -> it.retention().isKeptUntil(time.now()));
    wrong.put("isHeldBy", it -> it.retention().isHeldBy("court"));
    wrong.put("isNotHeld", it -> it.retention().isNotHeld());
    wrong.forEach((name, assertion) -> assertFails(name, ended, assertion));
    Map<String, Consumer<SessionAssert>> wrongOfLive = new LinkedHashMap<>();
    wrongOfLive.put("hasEnded", SessionAssert::hasEnded);
    wrongOfLive.put("isFinalized", SessionAssert::isFinalized);
    wrongOfLive.put("chain", SessionAssert::chain);
    wrongOfLive.put("isKeptFor", it -> it.retention().isKeptFor(MONTH));
    wrongOfLive.forEach((name, assertion) -> assertFails(name, live, assertion));
  }

  private void assertFails(String name, Session session, Consumer<SessionAssert> assertion) {
    assertThatThrownBy(() -> assertion.accept(assertThat(lifecycle, session)))
        .as(name)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected ")
        .hasMessageContaining("session " + session.id() + " on voice is ")
        .hasMessageContaining("opened: active, by api")
        .hasMessageNotContaining("Maria")
        .hasMessageNotContaining("Hello?");
  }

  @Test
  void the_story_has_everything_but_what_was_said(SessionTime time) {
    Session call = fixtures.withRetry("bill", 2, Duration.ofHours(1));
    sessions.markRecorded(call.id());
    lifecycle
        .retention(sessions.organizationId())
        .place(HoldScope.session(call.id()), "dispute of Maria", "legal");
    String story = SessionStory.of(lifecycle, call.organizationId(), call.id()).toString();
    assertThat(story)
        .contains("is closed because of unknown, outcome unknown")
        .contains("ended: active → closed, unknown, by api")
        .contains("step scrub: done, attempts: 1")
        .contains("step bill: pending, attempts: 2, next at ")
        .contains("chain due at ")
        .contains("kept until ")
        .contains("held by legal")
        .doesNotContain("Maria")
        .doesNotContain("Hello?");
  }

  @Test
  void a_session_that_is_gone_fails_everything_else(SessionTime time) {
    Session call = fixtures.ended(TerminationReason.RESOLVED);
    time.advance(Duration.ofDays(31));
    assertThat(lifecycle, call).isGone();
    for (Consumer<SessionAssert> assertion :
        java.util.List.<Consumer<SessionAssert>>of(
            SessionAssert::isLive,
            SessionAssert::hasEnded,
            SessionAssert::history,
            SessionAssert::chain,
            SessionAssert::retention)) {
      assertThatThrownBy(() -> assertion.accept(assertThat(lifecycle, call)))
          .hasMessageContaining("Expected the session to exist")
          .hasMessageContaining("session " + call.id() + ": there is none");
    }
    UUID never = UUID.randomUUID();
    assertThat(SessionStory.of(lifecycle, call.organizationId(), never))
        .hasToString("session " + never + ": there is none");
  }

  @Test
  void a_missing_element_is_refused_with_its_index() {
    SessionAssert read = assertThat(lifecycle, fixtures.active());
    String[] names = {"scrub", null};
    assertThatThrownBy(() -> read.ranSteps(names))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("names[1]");
  }

  @Test
  void all_assertions_of_one_chain_are_about_one_reading() {
    Session call = fixtures.active();
    SessionAssert read = assertThat(lifecycle, call);
    sessions.append(call.id(), Message.fromUser("And another thing"));
    sessions.close(call.id());
    read.isLive().hasMessages(2);
    assertThat(lifecycle, call).isClosed().hasMessages(3);
  }
}
