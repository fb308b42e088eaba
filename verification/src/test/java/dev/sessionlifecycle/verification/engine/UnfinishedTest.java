package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.UnfinishedChain;
import dev.sessionlifecycle.finalizer.UnfinishedChain.State;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The view of an administrator on the chains of all organizations. */
class UnfinishedTest {
  private static final FinalizeChain PARKS =
      FinalizeChain.first(FinalizeStep.of("crm", context -> StepOutcome.rejected("no_consent")))
          .then(FinalizeStep.of("notify", context -> StepOutcome.done()));
  private static final FinalizeChain RETRIES =
      FinalizeChain.first(
          FinalizeStep.of("slow", context -> StepOutcome.retryLater(Duration.ofHours(1), "busy")));
  private static final FinalizeChain OTHER =
      FinalizeChain.first(FinalizeStep.of("elsewhere", context -> StepOutcome.done()));

  @ParameterizedTest
  @EnumSource
  void parked_due_and_stuck_chains_are_found_in_all_organizations(EngineStore kind) {
    EngineFixture fixture = new EngineFixture(kind);
    UUID first = new UUID(1, 7);
    UUID second = new UUID(-1, 7);
    UUID parked = fixture.ended(first, PARKS);
    UUID waiting = fixture.ended(second, RETRIES);
    fixture.engine(PARKS).runDue(10);
    DefaultFinalizer retrying = fixture.engine(RETRIES);
    retrying.runDue(10);
    UUID due = fixture.ended(first, OTHER);

    assertThat(retrying.unfinished(UnfinishedFilter.in(State.PARKED)))
        .containsExactly(
            new UnfinishedChain(
                first, parked, State.PARKED, Duration.ZERO, 1, List.of("crm", "notify")));
    assertThat(retrying.unfinished(UnfinishedFilter.in(State.WAITING)))
        .containsExactly(
            new UnfinishedChain(second, waiting, State.WAITING, Duration.ZERO, 1, List.of("slow")));
    fixture.clock.advance(Duration.ofMinutes(20));
    assertThat(retrying.unfinished(UnfinishedFilter.stuck(Duration.ofMinutes(20), 2)))
        .containsExactly(
            new UnfinishedChain(
                first, due, State.DUE, Duration.ofMinutes(20), 0, List.of("elsewhere")));
    fixture.clock.advance(Duration.ofMinutes(50));
    retrying.runDue(10);
    assertThat(retrying.unfinished(UnfinishedFilter.stuck(Duration.ofHours(9), 2)))
        .extracting(UnfinishedChain::sessionId)
        .containsExactly(waiting);

    List<UUID> paged = new ArrayList<>();
    List<UnfinishedChain> page = retrying.unfinished(UnfinishedFilter.all(), null, 1);
    while (!page.isEmpty()) {
      paged.add(page.get(0).sessionId());
      page = retrying.unfinished(UnfinishedFilter.all(), page.get(0), 1);
    }
    assertThat(paged).containsExactlyInAnyOrder(parked, due, waiting).endsWith(waiting);
  }
}
