package dev.sessionlifecycle.internal.support;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what is missing, in the words in which anything else that is wrong is refused. */
public final class Require {
  private Require() {}

  /** Returns the value, or throws if it is null. */
  public static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw new InvalidInputException(List.of(new Violation(field, "is required")));
    }
    return value;
  }

  /** The elements in a list of their own, where none is missing. */
  public static <T> List<T> elements(@Nullable Collection<T> values, String field) {
    Collection<T> present = present(values, field);
    int place = 0;
    for (T value : present) {
      present(value, field + "[" + place + "]");
      place++;
    }
    return List.copyOf(present);
  }
}
