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
 * A stored shape with the steps of this host's chain.
 *
 * @param shape the shape
 * @param steps what runs at each of its places
 */
record BoundShape(ChainDefinition shape, List<FinalizeStep> steps) {
  BoundShape {
    steps = List.copyOf(steps);
  }

  /** Empty where this host has no step, and no word, for a name of the shape. */
  static Optional<BoundShape> bind(ChainDefinition shape, FinalizeChain chain) {
    Map<String, FinalizeStep> byName = chain.stepsByName();
    List<FinalizeStep> steps = new ArrayList<>();
    for (String name : shape.names()) {
      FinalizeStep step = byName.get(name);
      if (step != null) {
        steps.add(step);
      } else if (chain.removedNames().contains(name)) {
        steps.add(FinalizeStep.of(name, context -> StepOutcome.skipped("step_removed")));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new BoundShape(shape, steps));
  }

  /** The name under which the shape knows a step. */
  String name(int step) {
    return shape.steps().get(step).name();
  }

  /** How a step is run; options are found under the name that the step has now. */
  StepOptions options(FinalizerOptions options, int step) {
    return options.step(steps.get(step).name());
  }
}
