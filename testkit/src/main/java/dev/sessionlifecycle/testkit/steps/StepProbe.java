package dev.sessionlifecycle.testkit.steps;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Locale;
import java.util.Map;

/** Puts a step through what an engine puts it through. Failures are JUnit assertion errors. */
public final class StepProbe {

  private final FinalizeStep step;

  private StepProbe(FinalizeStep step) {
    this.step = step;
  }

  /** A probe of this step. */
  public static StepProbe of(FinalizeStep step) {
    Validator.require("step", step);
    return new StepProbe(step);
  }

  /** Runs the step once and answers the session as the store holds it then. */
  public StepScenario run(StepScenario before) {
    return before.after(execute(before, 1));
  }

  /** Runs the step again on its own result and requires that nothing changes. */
  public StepScenario runTwice(StepScenario before) {
    StepScenario once = run(before);
    StepScenario twice = run(once);
    assertTrue(once.sameAs(twice), "the second run changed what the first had written");
    return once;
  }

  /**
   * Runs the step, loses its effects as a crash before the commit does, runs it again as the second
   * attempt, and requires the same result.
   */
  public StepScenario crashBetween(StepScenario before) {
    StepScenario lost = before.after(execute(before, 1));
    StepScenario kept = before.after(execute(before, 2));
    assertTrue(lost.sameAs(kept), "the second attempt came to another result");
    return kept;
  }

  /**
   * Runs the step on every hostile transcript: it must answer without an exception, with effects
   * that the store takes, and change nothing when it runs again.
   */
  public void survivesHostileTranscripts() {
    for (Map.Entry<String, StepScenario> entry : HostileTranscripts.all().entrySet()) {
      try {
        StepOutcome outcome = execute(entry.getValue(), 1);
        StorableEffects.check(outcome);
        runTwice(entry.getValue());
      } catch (AssertionError e) {
        throw new AssertionError("on " + entry.getKey() + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Runs the step and requires that none of the values is left: neither in any text of the session
   * nor in the outcome's own words. Capitals do not matter.
   */
  public StepScenario leavesNoneOf(StepScenario before, String... values) {
    StepOutcome outcome = execute(before, 1);
    StepScenario after = before.after(outcome);
    for (String value : values) {
      String wanted = value.toLowerCase(Locale.ROOT);
      for (String text : after.texts()) {
        assertFalse(
            text.toLowerCase(Locale.ROOT).contains(wanted), "left in the session: " + value);
      }
      assertFalse(outcome.toString().toLowerCase(Locale.ROOT).contains(wanted), "in the outcome");
    }
    return after;
  }

  private StepOutcome execute(StepScenario scenario, int attempt) {
    try {
      StepOutcome outcome = step.execute(scenario.context(step, attempt));
      assertNotNull(outcome, "the step answered null");
      return outcome;
    } catch (Exception e) {
      return fail("the step threw " + e.getClass().getName(), e);
    }
  }
}
