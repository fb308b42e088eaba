package dev.sessionlifecycle.internal.support;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.time.Duration;
import java.util.List;

/**
 * The bounds of options. Belongs to no class of options: one that is initialized while another
 * needs it would be seen without its defaults.
 */
public final class OptionBounds {
  private OptionBounds() {}

  /** Rejects a value under 1. */
  public static void atLeastOne(String field, int value, List<Violation> violations) {
    if (value < 1) {
      violations.add(new Violation(field, "at least 1"));
    }
  }

  /** Rejects a value outside these bounds. */
  public static void between(
      String field, int value, int least, int most, List<Violation> violations) {
    if (value < least || value > most) {
      violations.add(new Violation(field, "from " + least + " to " + most));
    }
  }

  /** Rejects a duration outside these bounds. */
  public static void within(
      String field, Duration value, Duration least, Duration most, List<Violation> violations) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      violations.add(new Violation(field, "from " + least + " to " + most));
    }
  }

  /** Throws if anything was rejected. */
  public static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
  }
}
