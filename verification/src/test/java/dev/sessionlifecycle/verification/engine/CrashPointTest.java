package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.ChainDefinitions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.verification.engine.FaultyChains.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two nodes on one store. The first has a fault at one call, each call in turn, or at a pair of
 * calls together with the second node; afterwards the guarantees hold.
 */
class CrashPointTest {
  private static final Duration PAST_EVERY_LEASE = Duration.ofHours(2);
  private static final FinalizerOptions OPTIONS =
      FinalizerOptions.builder()
          .claimBatch(2)
          .settleBatch(2)
          .steps(StepOptions.defaults().withBackoff(Duration.ZERO, Duration.ZERO))
          .build();

  private final Map<String, Integer> executions = new HashMap<>();
  private Function<InstantSource, SessionStore> open = EngineStore.MEMORY::open;

  private final FinalizeChain chain =
      FinalizeChain.first(step("scrub", true)).then(step("summarize", true), step("sync", false));

  @ParameterizedTest
  @EnumSource
  void chains_finish_and_effects_happen_once_if_any_single_call_fails(Fault fault) {
    playEachPoint(fault);
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "ERROR_AFTER"})
  @Tag("campaign")
  void chains_on_distributed_tables_finish_once_if_any_single_call_fails(Fault fault) {
    open = EngineStore::distributed;
    playEachPoint(fault);
  }

  private void playEachPoint(Fault fault) {
    int points = 0;
    for (int at = 1; play(at, fault, 0, Fault.ERROR_BEFORE) >= at; at++) {
      points = at;
    }
    assertThat(points).isGreaterThan(8);
  }

  @Tag("long")
  @Test
  void chains_finish_and_effects_happen_once_if_two_nodes_fail_at_any_two_calls() {
    for (Fault first : Fault.values()) {
      for (Fault second : Fault.values()) {
        for (int at = 1; at <= 14; at++) {
          for (int then = 1; then <= 14; then++) {
            play(at, first, then, second);
          }
        }
      }
    }
  }

  /** Runs both nodes; returns how often the first called the store. */
  private int play(int at, Fault fault, int then, Fault second) {
    EngineFixture world = new EngineFixture(open);
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(world.ended(chain));
    }
    FaultyChains faulty = new FaultyChains(world.store.chains(), at, fault);
    run(world, faulty);
    world.clock.advance(PAST_EVERY_LEASE);
    if (then > 0) {
      run(world, new FaultyChains(world.store.chains(), then, second));
      world.clock.advance(PAST_EVERY_LEASE);
    }
    for (int i = 0; i < 3; i++) {
      world.engine(chain).runDue(10, OPTIONS);
      world.clock.advance(PAST_EVERY_LEASE);
    }
    for (UUID id : ids) {
      String what = fault + " at " + at + ", then " + second + " at " + then;
      assertThat(world.chain(id).state().isFinished()).as(what).isTrue();
      assertThat(world.session(id).finalizedAt()).as(what).isNotNull();
      // Each of the two steps with effects increments the version whenever they are written.
      assertThat(world.session(id).version()).as(what).isEqualTo(3);
      for (String name : ChainDefinitions.of(chain).names()) {
        assertThat(world.attempts(id))
            .as(what)
            .filteredOn(it -> it.step().equals(name) && it.result() == Result.DONE)
            .hasSize(1);
      }
    }
    return faulty.calls();
  }

  private void run(EngineFixture world, FaultyChains chains) {
    try {
      DefaultFinalizer node = world.engine(chain, chains.store());
      node.runDue(10, OPTIONS);
      node.runDue(10, OPTIONS);
    } catch (StoreException e) {
      assertThat(e.isTransient()).isTrue();
    }
  }

  private FinalizeStep step(String name, boolean writes) {
    return FinalizeStep.of(
        name,
        context -> {
          executions.merge(context.idempotencyKey(), 1, Integer::sum);
          return writes ? writing(context) : StepOutcome.done();
        });
  }

  private static StepOutcome writing(StepContext context) {
    int before = context.session().metadata().size();
    return StepOutcome.done(
        Effects.builder()
            .metadata(Map.of(context.stepName(), before))
            .subject(context.transcript().size() + " messages")
            .build());
  }
}
