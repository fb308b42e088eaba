package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;

/**
 * The result of a step.
 *
 * <p>A label, not a sentence, says why a step was skipped, put off or rejected: 1 to 64 characters
 * of lower-case ASCII letters, digits and {@code _ . : -}, beginning with a letter or digit. Labels
 * are recorded and counted; free text could carry what the conversation said.
 */
public sealed interface StepOutcome {

  /** The work is done; the effects are written with this record. */
  record Done(Effects effects) implements StepOutcome {
    /** Checks that nothing is missing. */
    public Done {
      Validator.require("effects", effects);
    }
  }

  /** There was nothing to do. Counts as finished: the steps after it run. */
  record Skipped(String why) implements StepOutcome {
    /** Checks the label. */
    public Skipped {
      StepLabels.check(why);
    }
  }

  /**
   * Try again after this delay, or later. The attempt counts towards the limit.
   *
   * @param delay from zero to 30 days
   */
  record RetryLater(Duration delay, String why) implements StepOutcome {
    /** The longest delay that a step may ask for. */
    public static final Duration MAX_DELAY = Duration.ofDays(30);

    /** Checks the delay and the label. */
    public RetryLater {
      if (Validator.require("delay", delay).isNegative() || delay.compareTo(MAX_DELAY) > 0) {
        throw Validator.invalid("delay", "must be between zero and " + MAX_DELAY);
      }
      StepLabels.check(why);
    }
  }

  /** Retrying is pointless: the step is parked at once, and no step after it runs. */
  record Rejected(String why) implements StepOutcome {
    /** Checks the label. */
    public Rejected {
      StepLabels.check(why);
    }
  }

  /** Done, with nothing to change in the store. */
  static StepOutcome done() {
    return new Done(Effects.none());
  }

  /** Done, with these changes to the store. */
  static StepOutcome done(Effects effects) {
    return new Done(effects);
  }

  /** Nothing to do. */
  static StepOutcome skipped(String why) {
    return new Skipped(why);
  }

  /** Try again after this delay. */
  static StepOutcome retryLater(Duration delay, String why) {
    return new RetryLater(delay, why);
  }

  /** Park the step at once. */
  static StepOutcome rejected(String why) {
    return new Rejected(why);
  }
}
