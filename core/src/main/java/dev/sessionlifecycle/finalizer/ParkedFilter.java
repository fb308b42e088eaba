package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Which parked chains.
 *
 * @param step only those with a parked step of this name; null for any
 * @param label only those with a step that was parked under this label, such as the class name of
 *     what it threw; null for any. Where both are given one step must have both
 */
public record ParkedFilter(@Nullable String step, @Nullable String label) {
  private static final ParkedFilter ALL = new ParkedFilter(null, null);

  /** Every one. */
  public static ParkedFilter all() {
    return ALL;
  }

  /** Those with a parked step of this name. */
  public static ParkedFilter step(String name) {
    Validator.require("name", name);
    return new ParkedFilter(name, null);
  }

  /** Those with a step that was parked under this label. */
  public static ParkedFilter label(String label) {
    Validator.require("label", label);
    return new ParkedFilter(null, label);
  }

  /** Whether a step that was parked under a label passes. */
  public boolean lets(String parkedStep, @Nullable String parkedLabel) {
    return (step == null || step.equals(parkedStep))
        && (label == null || label.equals(parkedLabel));
  }
}
