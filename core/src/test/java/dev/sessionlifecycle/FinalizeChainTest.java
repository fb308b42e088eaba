package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.ChainDefinitions;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FinalizeChainTest {
  private final FinalizeStep scrub = step("scrub");
  private final FinalizeStep summarize = step("summarize");
  private final FinalizeStep sync = step("sync-memory");
  private final FinalizeStep report = step("report");

  @Test
  void each_level_waits_for_the_previous_one() {
    FinalizeChain chain = FinalizeChain.first(scrub).then(summarize, sync).then(report);
    assertEquals("scrub summarize<0 sync-memory<0 report<1,2", ChainDefinitions.of(chain).encode());
  }

  @Test
  void a_graph_is_sorted_so_that_each_step_follows_its_dependencies() {
    FinalizeChain chain =
        FinalizeChain.builder()
            .step(report, summarize)
            .step(sync, scrub)
            .step(summarize, scrub)
            .step(scrub)
            .build();
    assertEquals("scrub sync-memory<0 summarize<0 report<2", ChainDefinitions.of(chain).encode());
    assertEquals(List.of(scrub, sync, summarize, report), chain.steps());
  }

  @Test
  void a_step_after_a_graph_waits_for_all_its_last_steps() {
    FinalizeChain graph =
        FinalizeChain.builder().step(scrub).step(summarize, scrub).step(sync).build();
    assertEquals(
        "scrub summarize<0 sync-memory report<1,2",
        ChainDefinitions.of(graph.then(report)).encode());
  }

  @Test
  void tests_and_simulations_run_only_steps_without_dependencies() {
    FinalizeChain chain = FinalizeChain.first(scrub).then(summarize, sync);
    assertEquals(
        ChainDefinitions.of(chain), ChainDefinitions.byType(chain).definitionFor(SessionType.LIVE));
    assertEquals("scrub", ChainDefinitions.byType(chain).definitionFor(SessionType.TEST).encode());
    assertEquals(
        "scrub", ChainDefinitions.byType(chain).definitionFor(SessionType.SIMULATION).encode());
    assertTrue(
        ChainDefinitions.byType(FinalizeChain.none()).definitionFor(SessionType.LIVE).isEmpty());
  }

  @Test
  void a_session_type_may_have_its_own_chain() {
    FinalizeChain chain =
        FinalizeChain.first(scrub)
            .then(summarize)
            .insteadFor(SessionType.TEST, FinalizeChain.none())
            .insteadFor(SessionType.SIMULATION, FinalizeChain.first(scrub, report));
    assertTrue(ChainDefinitions.byType(chain).definitionFor(SessionType.TEST).isEmpty());
    assertEquals(
        "scrub report",
        ChainDefinitions.byType(chain).definitionFor(SessionType.SIMULATION).encode());
    assertEquals(report, ChainDefinitions.stepsByName(chain).get("report"));
  }

  @Test
  void an_old_name_resolves_to_the_renamed_step() {
    FinalizeChain chain = FinalizeChain.first(scrub).renamed("redact", "scrub").removed("topics");
    assertEquals(scrub, ChainDefinitions.stepsByName(chain).get("redact"));
    refused(() -> chain.renamed("scrub", "scrub"), "renamed");
    refused(() -> chain.renamed("older", "missing"), "renamed.to");
    refused(() -> chain.removed("scrub"), "removed");
    refused(() -> chain.renamed("topics", "scrub"), "renamed");
  }

  @Test
  void renames_in_the_chain_of_one_type_apply_to_all_types() {
    FinalizeChain chain =
        FinalizeChain.first(scrub)
            .renamed("redact", "scrub")
            .insteadFor(
                SessionType.TEST,
                FinalizeChain.first(report)
                    .renamed("log", "report")
                    .removed("topics")
                    .renamed("redact-report", "report"))
            .insteadFor(
                SessionType.SIMULATION,
                FinalizeChain.first(scrub).renamed("redact", "scrub").removed("topics"));
    assertEquals(scrub, ChainDefinitions.stepsByName(chain).get("redact"));
    assertEquals(report, ChainDefinitions.stepsByName(chain).get("log"));
    assertEquals(report, ChainDefinitions.stepsByName(chain).get("redact-report"));
    assertEquals(Set.of("topics"), chain.removedSteps());
    FinalizeChain longer = chain.then(summarize).removed("older");
    assertEquals(report, ChainDefinitions.stepsByName(longer).get("log"));
    assertEquals(Set.of("older", "topics"), longer.removedSteps());
    FinalizeChain without = longer.insteadFor(SessionType.TEST, FinalizeChain.first(report));
    assertFalse(ChainDefinitions.stepsByName(without).containsKey("log"));
  }

  @Test
  void contradictory_renames_are_refused() {
    FinalizeChain chain = FinalizeChain.first(scrub, report);
    FinalizeChain toScrub = FinalizeChain.first(scrub).renamed("old", "scrub");
    FinalizeChain toReport = FinalizeChain.first(report).renamed("old", "report");
    FinalizeChain gone = FinalizeChain.none().removed("old");
    refused(
        () -> chain.renamed("old", "scrub").insteadFor(SessionType.TEST, toReport), "test.renamed");
    refused(
        () -> chain.insteadFor(SessionType.TEST, toReport).renamed("old", "scrub"), "test.renamed");
    refused(
        () ->
            chain
                .insteadFor(SessionType.TEST, toScrub)
                .insteadFor(SessionType.SIMULATION, toReport),
        "simulation.renamed");
    refused(() -> chain.renamed("old", "scrub").insteadFor(SessionType.TEST, gone), "test.removed");
    refused(() -> chain.removed("old").insteadFor(SessionType.TEST, toScrub), "test.renamed");
    refused(
        () -> chain.insteadFor(SessionType.TEST, FinalizeChain.none().removed("scrub")),
        "test.removed");
    refused(
        () ->
            FinalizeChain.first(step("old"))
                .insteadFor(SessionType.TEST, FinalizeChain.first(scrub).renamed("old", "scrub")),
        "test.renamed");
    FinalizeChain test = FinalizeChain.first(step("old"));
    refused(() -> toScrub.insteadFor(SessionType.TEST, test), "renamed");
    assertEquals(
        scrub,
        ChainDefinitions.stepsByName(toScrub.insteadFor(SessionType.TEST, toScrub)).get("old"));
  }

  @Test
  void an_invalid_graph_is_refused_with_all_its_violations() {
    refused(
        () -> FinalizeChain.builder().step(scrub, summarize).step(summarize, scrub).build(),
        "steps");
    refused(() -> FinalizeChain.builder().step(scrub, scrub).build(), "steps[0].after");
    refused(() -> FinalizeChain.builder().step(scrub, summarize).build(), "steps[0].after");
    refused(() -> FinalizeChain.first(scrub, step("scrub")), "steps[1].name");
    refused(
        () ->
            FinalizeChain.builder()
                .step(step("Bad Name"))
                .step(scrub, scrub)
                .step(scrub, report)
                .build(),
        "steps[0].name",
        "steps[2].name",
        "steps[1].after",
        "steps[2].after");
  }

  @Test
  void chains_that_give_one_name_to_two_steps_are_refused() {
    FinalizeChain chain = FinalizeChain.first(scrub);
    refused(
        () -> chain.insteadFor(SessionType.TEST, FinalizeChain.first(step("scrub"))), "test.scrub");
  }

  @Test
  void more_than_thirty_two_steps_are_refused() {
    FinalizeChain.Builder builder = FinalizeChain.builder();
    for (int i = 0; i < 32; i++) {
      builder.step(step("s" + i));
    }
    assertEquals(32, builder.build().steps().size());
    builder.step(step("s32"));
    refused(builder::build, "steps");
  }

  @Test
  void a_delivery_may_wait_for_a_delivery_and_a_step_may_not() {
    FinalizeChain chain =
        FinalizeChain.builder().step(scrub).delivery(sync, scrub).delivery(report, sync).build();
    assertEquals("scrub sync-memory~<0 report~<1", ChainDefinitions.of(chain).encode());
    refused(
        () -> FinalizeChain.builder().delivery(sync).step(scrub, sync).build(), "steps[1].after");
  }

  @Test
  void a_step_after_a_graph_does_not_wait_for_its_deliveries() {
    FinalizeChain graph = FinalizeChain.builder().step(scrub).delivery(sync, scrub).build();
    assertEquals("scrub report<0 sync-memory~<0", ChainDefinitions.of(graph.then(report)).encode());
  }

  @Test
  void an_old_name_that_is_no_name_is_refused() {
    refused(() -> FinalizeChain.first(scrub).renamed("Old Name", "scrub"), "renamed");
    refused(() -> FinalizeChain.first(scrub).removed("Old Name"), "removed");
  }

  @Test
  void options_out_of_bounds_are_refused_together() {
    refused(
        () ->
            FinalizerOptions.builder()
                .threads(0)
                .lease(Duration.ZERO)
                .poll(Duration.ofSeconds(2), Duration.ofSeconds(1))
                .build(),
        "threads",
        "lease",
        "max_poll");
    refused(
        () -> new StepOptions(0, Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO, 1),
        "attempts",
        "backoff",
        "timeout");
    refused(() -> StepOptions.defaults().withAttempts(-1), "attempts");
  }

  @Test
  void attempts_are_bounded_by_what_the_chain_state_can_store() {
    int most = StepOptions.defaults().withAttempts(1_000_000).attempts();
    assertEquals(most, new Progress(Phase.PARKED, most, null).attempts());
    refused(() -> StepOptions.defaults().withAttempts(most + 1), "attempts");
    refused(() -> StepOptions.defaults().withAttempts(Integer.MAX_VALUE), "attempts");
  }

  private static void refused(Executable code, String... fields) {
    InvalidInputException refusal = assertThrows(InvalidInputException.class, code);
    assertEquals(List.of(fields), refusal.violations().stream().map(Violation::field).toList());
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }
}
