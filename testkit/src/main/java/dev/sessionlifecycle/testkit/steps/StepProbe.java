package dev.sessionlifecycle.testkit.steps;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Locale;
import java.util.Map;

/** Runs a step the way an engine does. Failures are assertion errors. */
public final class StepProbe {

  private final FinalizeStep step;

  private StepProbe(FinalizeStep step) {
    this.step = step;
  }

  /** Creates a probe of this step. */
  public static StepProbe of(FinalizeStep step) {
    Validator.require("step", step);
    return new StepProbe(step);
  }

  /** Runs the step once and returns the session as stored afterwards. */
  public StepScenario run(StepScenario before) {
    return after(before, 1);
  }

  /** Runs the step again on its own result and asserts that nothing changes. */
  public StepScenario runTwice(StepScenario before) {
    StepScenario once = run(before);
    StepScenario twice = run(once);
    assertThat(once.sameAs(twice), "the second run changed what the first had written");
    return once;
  }

  /**
   * Runs the step, discards its effects as a crash before the commit would, runs it again as the
   * second attempt, and asserts an equal result.
   */
  public StepScenario crashBetween(StepScenario before) {
    StepScenario lost = after(before, 1);
    StepScenario kept = after(before, 2);
    assertThat(lost.sameAs(kept), "the second attempt came to another result");
    return kept;
  }

  /**
   * Runs the step on every hostile transcript. It must return without an exception, with effects
   * that the store accepts, and change nothing when run again.
   */
  public void survivesHostileTranscripts() {
    for (Map.Entry<String, StepScenario> entry : HostileTranscripts.all().entrySet()) {
      try {
        StepOutcome outcome = execute(new ScenarioContext(entry.getValue(), step.name(), 1));
        StorableEffects.check(outcome);
        runTwice(entry.getValue());
      } catch (AssertionError e) {
        throw new AssertionError("on " + entry.getKey() + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Runs the step and asserts that none of the values is left, in any text of the session or in the
   * outcome. Case-insensitive.
   */
  public StepScenario leavesNoneOf(StepScenario before, String... values) {
    ScenarioContext context = new ScenarioContext(before, step.name(), 1);
    StepOutcome outcome = execute(context);
    StepScenario after = before.replacing(context.replaced()).after(outcome);
    for (String value : values) {
      String wanted = value.toLowerCase(Locale.ROOT);
      for (String text : after.texts()) {
        assertThat(
            !text.toLowerCase(Locale.ROOT).contains(wanted), "left in the session: " + value);
      }
      assertThat(!outcome.toString().toLowerCase(Locale.ROOT).contains(wanted), "in the outcome");
    }
    return after;
  }

  private StepScenario after(StepScenario before, int attempt) {
    ScenarioContext context = new ScenarioContext(before, step.name(), attempt);
    StepOutcome outcome = execute(context);
    return before.replacing(context.replaced()).after(outcome);
  }

  private StepOutcome execute(ScenarioContext context) {
    try {
      StepOutcome outcome = step.execute(context);
      assertThat(outcome != null, "the step answered null");
      return outcome;
    } catch (Exception e) {
      throw new AssertionError("the step threw " + e.getClass().getName(), e);
    }
  }

  /** Fails with this message unless the condition holds; needs no test framework. */
  static void assertThat(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
