package dev.sessionlifecycle.micrometer;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * A tag of a meter.
 *
 * @param key its key
 * @param most how many values it can have in one registry, whatever callers give
 * @param values its values in words
 */
public record MeterTag(String key, int most, String values) {
  /** Checks that nothing is missing. */
  public MeterTag {
    Validator.require("key", key);
    Validator.requireBetween("most", most, 1, Integer.MAX_VALUE);
    Validator.require("values", values);
  }
}
