package dev.sessionlifecycle.runtime.internal;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the violations of one value and throws them together. Not thread-safe. */
public final class RuntimeValidator {
  private final List<Violation> violations = new ArrayList<>();

  /** Requires a value; returns whether it is there. */
  public boolean present(String field, @Nullable Object value) {
    if (value == null) {
      violations.add(new Violation(field, "is required"));
    }
    return value != null;
  }

  /** Requires a number within bounds, both included. */
  public void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      violations.add(new Violation(field, "must be between " + least + " and " + most));
    }
  }

  /** Requires a text of at most so many code points that every store can keep; null passes. */
  public void text(String field, @Nullable String text, int longest) {
    if (text == null) {
      return;
    }
    if (text.codePointCount(0, text.length()) > longest) {
      violations.add(new Violation(field, "at most " + longest + " code points"));
    }
    if (text.codePoints().anyMatch(RuntimeValidator::isUnstorable)) {
      violations.add(new Violation(field, "must not contain NUL or a lone surrogate"));
    }
  }

  /** Requires a text as {@link #text} does; null is a violation. */
  public void requiredText(String field, @Nullable String text, int longest) {
    if (present(field, text)) {
      text(field, text, longest);
    }
  }

  /**
   * Ends the checks.
   *
   * @throws InvalidInputException with all violations, if there are any
   */
  public void throwIfInvalid() {
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
  }

  private static boolean isUnstorable(int codePoint) {
    return codePoint == 0
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
