package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.verification.engine.FaultyChains.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class NodeFaultsTest {
  private final EngineFixture at;
  private final FinalizeStep quick = FinalizeStep.of("quick", context -> StepOutcome.done());

  NodeFaultsTest(EngineStore kind) {
    at = new EngineFixture(kind);
  }

  @Test
  void a_step_that_kills_its_process_is_parked_and_the_other_chains_are_not() {
    List<FaultyChains> node = new ArrayList<>();
    List<UUID> killers = new ArrayList<>();
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "step",
                context -> {
                  if (killers.contains(context.session().id())) {
                    node.get(0).die();
                  }
                  return StepOutcome.done();
                }));
    UUID killer = at.ended(chain);
    killers.add(killer);
    List<UUID> innocent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      innocent.add(at.ended(chain));
    }
    int deaths = 0;
    while (at.chain(killer).state().parkedSteps() == 0) {
      node.clear();
      node.add(new FaultyChains(at.store.chains(), 0, Fault.ERROR_BEFORE));
      try {
        at.engine(chain, node.get(0).store()).runDue(100);
      } catch (StoreException e) {
        deaths++;
      }
      at.clock.advance(Duration.ofHours(1));
    }
    assertThat(deaths).isEqualTo(10);
    assertThat(at.attempts(killer, "step")).contains("1:LOST 2:LOST").endsWith("10:LOST 10:PARKED");
    assertThat(innocent).allMatch(id -> at.chain(id).state().isFinished());
  }

  @Test
  void a_node_that_lost_its_lease_is_refused_and_effects_happen_once() {
    List<FinalizerReport> others = new ArrayList<>();
    FinalizeChain taken = FinalizeChain.first(writes("second"));
    FinalizeChain slow =
        FinalizeChain.first(
            FinalizeStep.of(
                "writes",
                context -> {
                  // Hangs beyond its lease; another node continues meanwhile.
                  at.clock.advance(Duration.ofHours(1));
                  others.add(at.engine(taken).runDue(1));
                  return StepOutcome.done(Effects.builder().summary("first").build());
                }));
    UUID id = at.ended(slow);
    FinalizerOptions patient =
        FinalizerOptions.builder()
            .steps(StepOptions.defaults().withTimeout(Duration.ofMinutes(50)))
            .build();
    FinalizerReport report = at.engine(slow).runDue(1, patient);
    assertThat(others).extracting(FinalizerReport::finished).containsExactly(1);
    assertThat(report.done()).isZero();
    assertThat(report.refused()).isPositive();
    assertThat(at.session(id).summary()).isEqualTo("second");
    assertThat(at.attempts(id, "writes")).isEqualTo("1:LOST 2:DONE");
    assertThat(at.events).hasAtLeastOneElementOfType(FinalizerEvent.LeaseLost.class);
  }

  @Test
  void claimed_chains_finish_once_although_the_store_fails_for_a_while() {
    FinalizeChain chain = FinalizeChain.first(quick);
    UUID id = at.ended(chain);
    // The calls: two shapes registered, looked up, claimed; the settlement is the fifth or sixth.
    for (int call = 1; call <= 8; call++) {
      FaultyChains faulty = new FaultyChains(at.store.chains(), call, Fault.ERROR_BEFORE);
      try {
        at.engine(chain, faulty.store()).runDue(10);
      } catch (StoreException e) {
        assertThat(e.isTransient()).isTrue();
      }
    }
    assertThat(at.chain(id).state().isFinished()).isTrue();
    assertThat(at.attempts(id, "quick")).isEqualTo("1:DONE");
  }

  @Test
  void a_lost_store_is_reported_to_the_caller() {
    FinalizeChain chain = FinalizeChain.first(quick);
    at.ended(chain);
    FaultyChains faulty = new FaultyChains(at.store.chains(), 0, Fault.ERROR_BEFORE);
    var node = at.engine(chain, faulty.store());
    faulty.die();
    assertThatThrownBy(() -> node.runDue(10)).isInstanceOf(StoreException.class);
  }

  @Test
  void a_chain_finishes_although_the_clock_jumps_by_years() {
    FinalizeChain chain =
        FinalizeChain.first(FinalizeStep.of("flaky", context -> flaky(context.attempt())));
    UUID id = at.ended(chain);
    at.engine(chain).runDue(10);
    at.clock.advance(Duration.ofDays(3_650));
    at.engine(chain).runDue(10);
    at.clock.advance(Duration.ofHours(1));
    at.engine(chain).runDue(10);
    assertThat(at.chain(id).state().isFinished()).isTrue();
    assertThat(at.attempts(id)).allMatch(it -> !it.endedAt().isBefore(it.startedAt()));
  }

  private static StepOutcome flaky(int attempt) {
    if (attempt < 3) {
      throw new IllegalStateException();
    }
    return StepOutcome.done();
  }

  private static FinalizeStep writes(String summary) {
    return FinalizeStep.of(
        "writes", context -> StepOutcome.done(Effects.builder().summary(summary).build()));
  }
}
