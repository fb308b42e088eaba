package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a step answers.
 *
 * <p>Why a step was skipped, put off or rejected is told by a label, not by a sentence: 1 to 64
 * characters of lower-case ASCII letters, digits and {@code _ . : -}, beginning with a letter or
 * digit. Labels are recorded and counted; free text could carry what the conversation said.
 */
public sealed interface StepOutcome {

  /** The work is done; the effects are written with this record. */
  record Done(Effects effects) implements StepOutcome {
    /** Checks that nothing is missing. */
    public Done {
      Validator.require("effects", effects);
    }
  }

  /** There was nothing to do. Counts as finished: the steps behind it go on. */
  record Skipped(String why) implements StepOutcome {
    /** Checks the label. */
    public Skipped {
      Validator.require("why", why);
      Labels.check(why);
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
      Validator.require("why", why);
      Validator.require("delay", delay);
      if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
        throw Validator.invalid("delay", "must be between zero and " + MAX_DELAY);
      }
      Labels.check(why);
    }
  }

  /** Trying again is pointless: the step is parked at once, and nothing behind it runs. */
  record Rejected(String why) implements StepOutcome {
    /** Checks the label. */
    public Rejected {
      Validator.require("why", why);
      Labels.check(why);
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
    Validator.require("why", why);
    return new Skipped(why);
  }

  /** Try again after this delay. */
  static StepOutcome retryLater(Duration delay, String why) {
    Validator.require("delay", delay);
    Validator.require("why", why);
    return new RetryLater(delay, why);
  }

  /** Park the step at once. */
  static StepOutcome rejected(String why) {
    Validator.require("why", why);
    return new Rejected(why);
  }

  /** Checks labels. */
  final class Labels {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9_.:-]{0,63}");

    private Labels() {}

    static void check(String why) {
      if (!LABEL.matcher(why).matches()) {
        throw Validator.invalid(
            "why", "1 to 64 of a-z 0-9 _ . : -, beginning with a letter or digit");
      }
    }
  }
}
