package dev.sessionlifecycle.verification.host;

import static dev.sessionlifecycle.assertj.SessionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.LifecycleSetup;
import dev.sessionlifecycle.testkit.host.SessionFixtures;
import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.SessionTime;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SessionLifecycleTest(setup = SessionFixturesTest.Setup.class)
class SessionFixturesTest {

  /** A chain of four steps. */
  static final class Setup implements LifecycleSetup {
    @Override
    public void apply(SessionLifecycleBuilder builder) {
      builder.finalizeWith(
          FinalizeChain.first(step("scrub")).then(step("bill")).then(step("crm"), step("memory")));
    }

    private static FinalizeStep step(String name) {
      return FinalizeStep.of(name, context -> StepOutcome.done());
    }
  }

  SessionLifecycle lifecycle;
  SessionFixtures fixtures;

  @BeforeEach
  void begin(SessionLifecycle lifecycle, SessionFixtures fixtures) {
    this.lifecycle = lifecycle;
    this.fixtures = fixtures;
  }

  @Test
  void there_is_a_session_in_every_status() {
    for (SessionStatus status : SessionStatus.all()) {
      Session session = fixtures.in(status);
      assertThat(lifecycle, session).hasStatus(status);
      assertThat(session.status()).isEqualTo(status);
      assertThat(session.endUserId()).isEqualTo(fixtures.endUser());
      assertThat(session.isEnded()).isEqualTo(session.reason() != null);
    }
  }

  @Test
  void there_is_a_session_that_ended_for_every_reason() {
    for (TerminationReason reason : TerminationReason.values()) {
      assertThat(lifecycle, fixtures.ended(reason))
          .isClosed()
          .endedBecause(reason)
          .hasOutcome(reason.category());
    }
    assertThat(lifecycle, fixtures.ended(SessionStatus.ERROR, TerminationReason.AGENT_ERROR))
        .hasFailed()
        .endedBecause(TerminationReason.AGENT_ERROR);
  }

  @Test
  void a_chain_can_have_come_to_any_of_its_steps(SessionTime time) {
    for (String step : new String[] {"scrub", "bill", "crm", "memory"}) {
      for (Progress progress : Progress.values()) {
        assertThat(lifecycle, fixtures.withStep(step, progress))
            .isClosed()
            .chain()
            .isUnfinished()
            .hasProgress(step, progress)
            .attempted(step, progress == Progress.PENDING ? 0 : 1);
      }
    }
    Session parked = fixtures.withStep("bill", Progress.PARKED);
    assertThat(lifecycle, parked).chain().isParkedAt("bill").ranSteps("scrub");
    time.settle();
    assertThat(lifecycle, parked).chain().isParkedAt("bill").ranSteps("scrub");
    assertThat(lifecycle.finalizer().parked(parked.organizationId()))
        .anyMatch(chain -> chain.sessionId().equals(parked.id()));
  }

  @Test
  void a_chain_goes_on_from_where_the_fixture_left_it(SessionTime time) {
    Session skipped = fixtures.withStep("bill", Progress.SKIPPED);
    Session pending = fixtures.withStep("crm", Progress.PENDING);
    time.settle();
    assertThat(lifecycle, skipped)
        .isFinalized()
        .ranSteps("scrub", "crm", "memory")
        .chain()
        .skippedSteps("bill");
    assertThat(lifecycle, pending).isFinalized().ranSteps("scrub", "bill", "crm", "memory");
  }

  @Test
  void a_retry_is_due_when_the_fixture_says() {
    Session session = fixtures.withRetry("bill", 3, Duration.ofHours(1));
    assertThat(lifecycle, session).chain().isWaiting().attempted("bill", 3);
  }

  @Test
  void what_is_no_step_or_no_end_is_refused() {
    assertThatThrownBy(() -> fixtures.withStep("other", Progress.DONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[scrub, bill, crm, memory]");
    assertThatThrownBy(() -> fixtures.withRetry("bill", 0, Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> fixtures.ended(SessionStatus.PAUSED, TerminationReason.RESOLVED))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> fixtures.in(SessionStatus.UNRECOGNIZED))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void each_test_begins_with_an_empty_store(TestStore store) {
    assertThat(store.organizations()).isEmpty();
    fixtures.active();
    assertThat(store.organizations()).hasSize(1);
  }
}
