package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.internal.finalizer.ChainDefinitions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.model.SessionType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DeliveryTest {
  private static final int ROUNDS = 20;

  private final EngineFixture at;
  private final EngineStore kind;
  private final FinalizeStep scrub = step("scrub");
  private final FinalizeStep summarize = step("summarize");

  DeliveryTest(EngineStore kind) {
    this.kind = kind;
    at = new EngineFixture(kind);
  }

  @Test
  void a_delivery_that_always_fails_is_parked_and_the_chain_has_finished() {
    FinalizeStep webhook = failing("webhook");
    FinalizeChain chain = FinalizeChain.builder().step(scrub).delivery(webhook, scrub).build();
    UUID id = at.ended(chain);
    DefaultFinalizer engine = at.engine(chain);
    assertThat(engine.runDue(10).finished()).isEqualTo(1);
    Instant finalized = at.session(id).finalizedAt();
    assertThat(finalized).isNotNull();
    runToRest(engine);
    assertThat(at.state(id)).isEqualTo("d1 X10");
    assertThat(at.session(id).finalizedAt()).isEqualTo(finalized);
    assertThat(engine.parked(at.organization)).hasSize(1);
    assertThat(engine.snapshot().parked()).isEqualTo(1);
    assertThat(engine.replay(at.organization, id)).isTrue();
    assertThat(at.state(id)).isEqualTo("d1 P0");
    runToRest(engine);
    assertThat(engine.replayFrom(at.organization, id, "scrub")).isTrue();
    assertThat(at.state(id)).isEqualTo("d1 P0");
    runToRest(engine);
    assertThat(engine.skip(at.organization, id, "webhook", "gone")).isTrue();
    assertThat(at.state(id)).isEqualTo("d1 S10");
    assertThat(at.session(id).finalizedAt()).isEqualTo(finalized);
    assertThat(at.events).filteredOn(FinalizerEvent.ChainFinished.class::isInstance).hasSize(1);
  }

  @Test
  void a_delivery_runs_only_while_no_other_step_is_due() {
    List<String> order = new ArrayList<>();
    FinalizeStep first = noting("first", order);
    FinalizeStep second = noting("second", order);
    FinalizeStep began = noting("began", order);
    FinalizeStep done = noting("done", order);
    FinalizeChain chain =
        FinalizeChain.builder()
            .delivery(began)
            .delivery(done, second, began)
            .step(first)
            .step(second, first)
            .build();
    UUID id = at.ended(chain);
    at.engine(chain).runDue(10);
    assertThat(order).containsExactly("first", "second", "began", "done");
    assertThat(at.state(id)).isEqualTo("d1 d1 D1 D1");
  }

  @Test
  void a_delivery_changes_nothing_of_the_session() {
    FinalizeStep effects =
        step("effects", it -> StepOutcome.done(Effects.builder().summary("mine").build()));
    FinalizeStep texts =
        step(
            "texts",
            it -> {
              it.replaceMessages(Map.of(UUID.randomUUID(), "mine"));
              return StepOutcome.done();
            });
    FinalizeChain chain = FinalizeChain.builder().delivery(effects).delivery(texts).build();
    UUID id = at.ended(chain);
    assertThat(at.session(id).finalizedAt()).isNotNull();
    at.engine(chain).runDue(10);
    assertThat(at.session(id).summary()).isNull();
    assertThat(at.attempts(id))
        .extracting(it -> it.step() + " " + it.label())
        .containsExactlyInAnyOrder(
            "effects effects_invalid", "texts java.lang.UnsupportedOperationException");
  }

  @Test
  void a_type_of_session_has_the_deliveries_that_are_for_it() {
    FinalizeStep live = step("live");
    FinalizeStep test = step("test");
    FinalizeStep all = step("all");
    FinalizeChain chain =
        FinalizeChain.builder()
            .step(scrub)
            .step(summarize, scrub)
            .delivery(live, summarize)
            .delivery(test)
            .onlyFor(SessionType.TEST)
            .delivery(all, summarize, scrub)
            .onlyFor(SessionType.values())
            .build()
            .then(step("report"));
    assertThat(shape(chain, SessionType.LIVE))
        .isEqualTo("scrub summarize<0 report<1 live~<1 all~<0,1");
    assertThat(shape(chain, SessionType.TEST)).isEqualTo("scrub test~ all~<0");
    assertThat(shape(chain, SessionType.SIMULATION)).isEqualTo("scrub all~<0");
    FinalizeChain given = chain.insteadFor(SessionType.SIMULATION, chain);
    assertThat(shape(given, SessionType.SIMULATION)).contains("live~", "test~", "all~");
  }

  @Test
  void no_step_waits_for_a_delivery() {
    FinalizeStep webhook = step("webhook");
    assertThatThrownBy(() -> FinalizeChain.builder().delivery(webhook).step(scrub, webhook).build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no delivery");
    assertThatThrownBy(() -> FinalizeChain.builder().step(scrub).onlyFor(SessionType.LIVE))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> FinalizeChain.builder().delivery(webhook).onlyFor())
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> FinalizeChain.builder().delivery(webhook).onEnrichment().onPurge())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not both");
  }

  /** The same chain twice, once with deliveries that do whatever a step can do. */
  @Test
  void a_chain_with_any_fault_in_its_deliveries_finishes_as_one_without() {
    for (int seed = 0; seed < (kind == EngineStore.MEMORY ? ROUNDS * 3 : ROUNDS); seed++) {
      Random random = new Random(seed);
      int failures = random.nextInt(3);
      List<FinalizeStep> steps =
          List.of(flaky("scrub", failures), flaky("summarize", random.nextInt(2)), scrubbed());
      FinalizeChain plain = FinalizeChain.first(steps.get(0)).then(steps.get(1), steps.get(2));
      FinalizeChain.Builder builder =
          FinalizeChain.builder()
              .step(steps.get(0))
              .step(steps.get(1), steps.get(0))
              .step(steps.get(2), steps.get(0));
      for (int i = 0; i <= random.nextInt(3); i++) {
        FinalizeStep[] after = steps.subList(0, random.nextInt(4)).toArray(FinalizeStep[]::new);
        builder.delivery(faulty("delivery-" + i, random), after);
      }
      FinalizeChain delivering = builder.build();
      UUID expected = at.ended(plain);
      UUID actual = at.ended(delivering);
      DefaultFinalizer one = at.engine(plain);
      DefaultFinalizer other = at.engine(delivering);
      for (int i = 0; i < 30; i++) {
        one.runDue(10);
        other.runDue(10);
        compare(seed, actual, expected);
        at.clock.advance(Duration.ofMinutes(7));
      }
      assertThat(at.session(actual).finalizedAt()).isNotNull();
    }
  }

  private void compare(int seed, UUID actual, UUID expected) {
    assertThat(at.state(actual)).as("seed %d", seed).startsWith(at.state(expected));
    assertThat(at.session(actual).finalizedAt())
        .as("seed %d", seed)
        .isEqualTo(at.session(expected).finalizedAt());
    assertThat(at.session(actual).summary()).isEqualTo(at.session(expected).summary());
    for (String name : List.of("scrub", "summarize", "scrubbed")) {
      assertThat(at.attempts(actual, name))
          .as("seed %d", seed)
          .isEqualTo(at.attempts(expected, name));
    }
  }

  private void runToRest(DefaultFinalizer engine) {
    for (int i = 0; i < 30; i++) {
      engine.runDue(10, FinalizerOptions.defaults());
      at.clock.advance(Duration.ofHours(2));
    }
  }

  private static String shape(FinalizeChain chain, SessionType type) {
    return ChainDefinitions.byType(chain).definitionFor(type).encode();
  }

  private static FinalizeStep scrubbed() {
    return step("scrubbed", it -> StepOutcome.done(Effects.builder().summary("short").build()));
  }

  private static FinalizeStep flaky(String name, int failures) {
    return step(
        name,
        it -> {
          if (it.attempt() <= failures) {
            throw new IllegalStateException("again");
          }
          return StepOutcome.done();
        });
  }

  private static FinalizeStep faulty(String name, Random random) {
    int fault = random.nextInt(8);
    return step(
        name,
        it ->
            switch (fault) {
              case 0 -> StepOutcome.rejected("never");
              case 1 -> StepOutcome.retryLater(Duration.ofMinutes(1), "later");
              case 2 -> throw new StackOverflowError();
              case 3 -> StepOutcome.done(Effects.builder().summary("mine").build());
              case 4 -> StepOutcome.skipped("nothing");
              case 5 -> {
                Thread.currentThread().interrupt();
                yield StepOutcome.done();
              }
              case 6 -> throw new IllegalStateException(it.session().id().toString());
              default -> StepOutcome.done();
            });
  }

  private static FinalizeStep noting(String name, List<String> order) {
    return step(
        name,
        it -> {
          order.add(name);
          return StepOutcome.done();
        });
  }

  private static FinalizeStep failing(String name) {
    return step(name, it -> StepOutcome.retryLater(Duration.ofMinutes(1), "unreachable"));
  }

  private static FinalizeStep step(String name) {
    return step(name, it -> StepOutcome.done());
  }

  private static FinalizeStep step(String name, Function<StepContext, StepOutcome> work) {
    return FinalizeStep.of(name, work::apply);
  }
}
