package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.ChainDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stored shape with the steps of this host that execute it.
 *
 * @param shape the shape
 * @param steps the step for each position of the shape
 */
record ExecutableChain(ChainDefinition shape, List<FinalizeStep> steps) {
  ExecutableChain {
    steps = List.copyOf(steps);
  }

  /** Returns the chain; empty if this host neither has nor has removed some step of the shape. */
  static Optional<ExecutableChain> of(ChainDefinition shape, FinalizeChain chain) {
    Map<String, FinalizeStep> byName = ChainDefinitions.stepsByName(chain);
    List<FinalizeStep> steps = new ArrayList<>();
    for (String name : shape.names()) {
      FinalizeStep step = byName.get(name);
      if (step != null) {
        steps.add(step);
      } else if (chain.removedSteps().contains(name)) {
        steps.add(FinalizeStep.of(name, attempt -> StepOutcome.skipped("step_removed")));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new ExecutableChain(shape, steps));
  }

  /** Whether the chain counts as finished without a step. */
  boolean isDelivery(int step) {
    return shape.steps().get(step).isDelivery();
  }

  /** Returns the name of a step in the shape. */
  String name(int step) {
    return shape.steps().get(step).name();
  }

  /** Returns the name of a step on this host, where it may have been renamed. */
  String currentName(int step) {
    return steps.get(step).name();
  }

  /** Returns the options of a step, looked up by its current name. */
  StepOptions options(FinalizerOptions options, int step) {
    return options.step(currentName(step));
  }
}
