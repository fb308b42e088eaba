package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CurrentChains;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainRegistryTest {
  private static final FinalizeChain SCRUB = FinalizeChain.first(step("scrub"));
  private static final FinalizeChain BOTH = SCRUB.then(step("crm"));

  private final AtomicReference<CurrentChains> current =
      new AtomicReference<>(CurrentChains.none());

  private final ChainStore store =
      (ChainStore)
          Proxy.newProxyInstance(
              ChainStore.class.getClassLoader(),
              new Class<?>[] {ChainStore.class},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "makeCurrent" ->
                        current.getAndUpdate(
                            it -> new CurrentChains((ChainsByType) arguments[0], it.version() + 1));
                    case "current" -> current.get();
                    case "shapes" -> List.of();
                    default -> null;
                  });

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  @BeforeEach
  void forget() {
    RecordedLog.drain();
  }

  @Test
  void differing_chains_of_two_processes_are_warned_of_by_both_names() {
    ChainRegistry first = registry(SCRUB);
    assertEquals(List.of(), RecordedLog.drain());
    registry(BOTH);
    assertEquals(
        List.of(
            "WARN dev.sessionlifecycle.finalizer Two finalize chains for live sessions: this"
                + " process has [scrub crm<0], and version 1 of the store's current chain is"
                + " [scrub], which is replaced"),
        RecordedLog.drain());
    first.refresh();
    assertTrue(only(RecordedLog.drain()).contains("[scrub crm<0]"));
    registry(BOTH);
    first.refresh();
    assertEquals(1, RecordedLog.drain().size(), "a process warns once of the same chain");
  }

  @Test
  void names_that_differ_from_the_current_chain_are_warned_of() {
    registry(BOTH);
    registry(FinalizeChain.named("scrub"));
    String line = only(RecordedLog.drain());
    assertTrue(line.contains("this process has [scrub]") && line.contains("[scrub crm<0]"), line);
    assertFalse(line.contains("replaced"), line);
  }

  @Test
  void a_process_without_steps_changes_nothing_and_warns_of_nothing() {
    registry(BOTH);
    registry(FinalizeChain.none()).refresh();
    registry(FinalizeChain.named("scrub", "crm")).refresh();
    assertEquals(List.of(), RecordedLog.drain());
    assertEquals(1, current.get().version());
  }

  @Test
  void an_option_for_a_step_that_the_chain_has_not_is_refused() {
    FinalizerOptions options =
        FinalizerOptions.builder()
            .step("crm-snyc", StepOptions.defaults().withAttempts(1))
            .step("scrub", StepOptions.defaults())
            .step("old", StepOptions.defaults())
            .build();
    Validator door = new Validator();
    registry(BOTH.removed("old")).check(door, options);
    InvalidInputException refused = assertThrows(InvalidInputException.class, door::throwIfInvalid);
    assertEquals(
        List.of(
            new Violation(
                "options.step.crm-snyc", "must be a step of the chain: one of [crm, old, scrub]")),
        refused.violations());
    for (FinalizeChain chain :
        List.of(FinalizeChain.none(), FinalizeChain.named("crm-snyc", "scrub", "old"))) {
      Validator other = new Validator();
      registry(chain).check(other, options);
      other.throwIfInvalid();
    }
  }

  private ChainRegistry registry(FinalizeChain chain) {
    ChainRegistry registry = new ChainRegistry(chain, store);
    registry.register();
    return registry;
  }

  private static String only(List<String> lines) {
    assertEquals(1, lines.size(), lines::toString);
    return lines.get(0);
  }
}
