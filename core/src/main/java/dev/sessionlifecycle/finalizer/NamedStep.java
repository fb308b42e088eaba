package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;

/** A step that another process runs. */
record NamedStep(String name) implements FinalizeStep {
  NamedStep {
    Validator.require("name", name);
  }

  @Override
  public StepOutcome execute(StepContext context) {
    throw new IllegalStateException("this process knows the step by name alone");
  }
}
