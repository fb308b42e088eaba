package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A step that throws at its first attempts for each session and is done at the next, such as a
 * system that is down for a while. A replay begins to count again. Thread-safe.
 */
public final class FailingStep implements FinalizeStep {
  private final String name;
  private final int failures;
  private final AtomicInteger calls = new AtomicInteger();

  private FailingStep(String name, int failures) {
    this.name = name;
    this.failures = failures;
  }

  /**
   * A step named {@code failing} that fails so often.
   *
   * @param failures 0 or more
   */
  public static FailingStep times(int failures) {
    return new FailingStep(
        "failing", Validator.requireBetween("failures", failures, 0, Integer.MAX_VALUE));
  }

  /** A step named {@code failing} that always fails, and so is parked in the end. */
  public static FailingStep always() {
    return times(Integer.MAX_VALUE);
  }

  /** Returns a step with this name that fails as often, and has not been called yet. */
  public FailingStep named(String value) {
    return new FailingStep(Validator.require("name", value), failures);
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns how often it was called, for all sessions together. */
  public int calls() {
    return calls.get();
  }

  @Override
  public StepOutcome execute(StepContext context) {
    calls.incrementAndGet();
    if (context.attempt() <= failures) {
      throw new IllegalStateException("fails for the test");
    }
    return StepOutcome.done();
  }
}
