package dev.sessionlifecycle.verification.host;

import static dev.sessionlifecycle.assertj.SessionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.LifecycleSetup;
import dev.sessionlifecycle.testkit.host.RecordedEvents;
import dev.sessionlifecycle.testkit.host.RecordedEvents.Kind;
import dev.sessionlifecycle.testkit.host.SessionFixtures;
import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.SessionTime;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes due is done when it becomes due, however much time passes at once. */
@SessionLifecycleTest(setup = PassingTimeTest.Setup.class)
class PassingTimeTest {
  private static final Duration YEAR = Duration.ofDays(365);

  /** Calls expire after 5 minutes, one step fails twice, and everything is kept for 30 days. */
  static final class Setup implements LifecycleSetup {
    @Override
    public void apply(SessionLifecycleBuilder builder) {
      builder
          .finalizeWith(
              FinalizeChain.first(FinalizeStep.of("scrub", context -> StepOutcome.done()))
                  .then(FinalizeStep.of("crm", PassingTimeTest::unreachableAtFirst))
                  .then(
                      FinalizeStep.of(
                          "endless",
                          context ->
                              context.session().outcome() == OutcomeCategory.FAILED
                                  ? StepOutcome.retryLater(Duration.ZERO, "again")
                                  : StepOutcome.done())))
          .timeLimits(TimeLimits.defaults())
          .retention(RetentionPolicy.keepFor(Duration.ofDays(30)));
    }
  }

  /** Waits long: real time also passes on a database, where a second may go by in a call. */
  private static StepOutcome unreachableAtFirst(StepContext context) {
    return context.attempt() <= 2
        ? StepOutcome.retryLater(Duration.ofHours(1), "unreachable")
        : StepOutcome.done();
  }

  SessionLifecycle lifecycle;
  OrganizationSessions sessions;
  SessionTime time;
  SessionFixtures fixtures;
  RecordedEvents events;

  @BeforeEach
  void begin(
      SessionLifecycle lifecycle,
      OrganizationSessions sessions,
      SessionTime time,
      SessionFixtures fixtures,
      RecordedEvents events) {
    this.lifecycle = lifecycle;
    this.sessions = sessions;
    this.time = time;
    this.fixtures = fixtures;
    this.events = events;
  }

  @Test
  void a_session_expires_when_its_limit_has_passed() {
    Session call = fixtures.active();
    time.advance(Duration.ofMinutes(4));
    assertThat(lifecycle, call).isLive();
    time.to(sessions.get(call.id()).ttlExpiresAt());
    assertThat(lifecycle, call).isExpired().endedBecause(TerminationReason.SILENCE_TIMEOUT);
    assertThat(events.sessions(Kind.ENDED)).hasSize(1);
  }

  @Test
  void all_that_a_year_brings_happens_in_one_call() {
    Session call = fixtures.active();
    time.advance(YEAR);
    assertThat(lifecycle, call).isGone();
    assertThat(events.sessions(Kind.ENDED)).hasSize(1);
    assertThat(events.finalizer(FinalizerEvent.StepFailed.class)).hasSize(2);
    assertThat(events.finalizer(FinalizerEvent.ChainFinished.class)).hasSize(1);
  }

  /** The end is stamped when the limit passes, and not at the end of the year. */
  @Test
  void an_end_is_stamped_when_it_becomes_due() {
    Session call = fixtures.in(SessionStatus.PAUSED);
    time.advance(Duration.ofDays(20));
    Session ended = sessions.get(call.id());
    assertThat(Duration.between(ended.statusSince(), time.now()))
        .isBetween(Duration.ofDays(19), Duration.ofDays(19).plusMinutes(1));
    assertThat(lifecycle, call).isFinalized().retention().isKeptFor(Duration.ofDays(30));
  }

  @Test
  void a_retry_waits_for_its_time() {
    Session call = fixtures.withRetry("crm", 1, Duration.ofHours(2));
    time.advance(Duration.ofMinutes(119));
    assertThat(lifecycle, call).chain().isWaiting().attempted("crm", 1);
    time.advance(Duration.ofMinutes(1));
    assertThat(lifecycle, call).chain().attempted("crm", 2);
    time.advance(Duration.ofHours(1));
    assertThat(lifecycle, call).isFinalized().chain().attempted("crm", 3);
  }

  @Test
  void retention_comes_to_the_day() {
    Session call = fixtures.ended(TerminationReason.RESOLVED);
    time.advance(Duration.ofDays(30).minusMinutes(1));
    assertThat(lifecycle, call).isFinalized();
    time.advance(Duration.ofMinutes(1));
    assertThat(lifecycle, call).isGone();
  }

  @Test
  void sessions_of_every_organization_get_on(TestStore store) {
    OrganizationSessions other = lifecycle.organization(new java.util.UUID(0, 7));
    Session call = SessionFixtures.of(store, other).active();
    time.advance(Duration.ofHours(3));
    assertThat(lifecycle, call).isExpired().ranSteps("scrub", "crm", "endless");
  }

  @Test
  void time_that_cannot_pass_is_refused() {
    assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("by");
    assertThatThrownBy(() -> time.advance(Duration.ofDays(36_526)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> time.to(time.now().minusSeconds(60)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at");
  }

  @Test
  void nothing_moves_without_time() {
    Session call = fixtures.active();
    time.advance(Duration.ZERO);
    assertThat(sessions.get(call.id())).isEqualTo(call);
    assertThat(events.sessions())
        .extracting(RecordedEvents.SessionEvent::kind)
        .isEqualTo(List.of(Kind.OPENED));
  }
}
