package dev.sessionlifecycle.session;

import org.jspecify.annotations.Nullable;

/**
 * What a value that may be absent is to become.
 *
 * @param newValue the new value; null to take it away
 */
public record FieldChange<T>(@Nullable T newValue) {
  /** Names nothing of the value. */
  @Override
  public String toString() {
    return newValue == null ? "FieldChange[removed]" : "FieldChange[set]";
  }
}
