package dev.sessionlifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what is missing, in the words in which anything else that is wrong is refused. */
final class Require {
  private Require() {}

  static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw new InvalidInputException(List.of(new Violation(field, "is required")));
    }
    return value;
  }
}
