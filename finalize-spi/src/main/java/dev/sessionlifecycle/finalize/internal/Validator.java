package dev.sessionlifecycle.finalize.internal;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The only way in which this library rejects input: with an {@link InvalidInputException} that
 * names the field in snake_case. An instance collects all violations of one call and throws them
 * together; the static methods check a single value. Not thread-safe.
 */
public final class Validator {
  /** The earliest time that is accepted. */
  public static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");

  /** The latest time that is accepted. */
  public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final String IS_REQUIRED = "is required";

  private final List<Violation> violations = new ArrayList<>();

  /** Returns the value, or throws if it is null. */
  public static <T> T require(String field, @Nullable T value) {
    if (value == null) {
      throw invalid(field, IS_REQUIRED);
    }
    return value;
  }

  /** Returns a copy of the elements, or throws if the collection or one of them is null. */
  public static <T> List<T> requireElements(String field, @Nullable Collection<T> values) {
    Collection<T> present = require(field, values);
    int index = 0;
    for (T value : present) {
      if (value == null) {
        throw invalid(field + "[" + index + "]", IS_REQUIRED);
      }
      index++;
    }
    return List.copyOf(present);
  }

  /** Returns the elements, or throws if the array or one of them is null. */
  public static <T> List<T> requireElements(String field, T @Nullable [] values) {
    return requireElements(field, Arrays.asList(require(field, values)));
  }

  /** Returns the duration, or throws unless it lies between these bounds, both included. */
  public static Duration requireBetween(
      String field, @Nullable Duration value, Duration least, Duration most) {
    Duration present = require(field, value);
    Validator validator = new Validator();
    validator.range(field, present, least, most);
    validator.throwIfInvalid();
    return present;
  }

  /** Returns the number, or throws unless it lies between these bounds, both included. */
  public static int requireBetween(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw invalid(field, between(least, most));
    }
    return value;
  }

  /** Returns an exception with a single violation, for the caller to throw. */
  public static InvalidInputException invalid(String field, String limit) {
    return new InvalidInputException(List.of(new Violation(field, limit)));
  }

  /** Records a violation. */
  public void reject(String field, String limit) {
    violations.add(new Violation(field, limit));
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

  /** The violations so far. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Requires a value; returns whether it is there. */
  public boolean present(String field, @Nullable Object value) {
    if (value == null) {
      reject(field, IS_REQUIRED);
    }
    return value != null;
  }

  /** Requires a text of 1 to {@code longest} code points that is not blank. */
  public void nonBlank(String field, @Nullable String text, int longest) {
    if (!present(field, text) || text == null) {
      return;
    }
    if (Texts.isBlank(text)) {
      reject(field, "must not be blank");
    }
    text(field, text, longest);
  }

  /** Requires a text of at most {@code longest} code points, which may be empty. */
  public void requiredText(String field, @Nullable String text, int longest) {
    if (present(field, text)) {
      text(field, text, longest);
    }
  }

  /**
   * Accepts a text of at most {@code longest} code points that every store can keep; null passes.
   */
  public void text(String field, @Nullable String text, int longest) {
    if (text == null) {
      return;
    }
    if (text.length() > longest && Texts.length(text) > longest) {
      reject(field, "at most " + longest + " code points");
    }
    storable(field, text);
  }

  /** Accepts a text of at most so many bytes of UTF-8 that every store can keep; null passes. */
  public void sized(String field, @Nullable String text, int bytes) {
    if (text == null) {
      return;
    }
    if (Texts.utf8Length(text, bytes) > bytes) {
      reject(field, "at most " + bytes + " bytes of UTF-8");
    }
    storable(field, text);
  }

  /** Returns the time truncated to the microsecond; null if it is null or out of bounds. */
  public @Nullable Instant time(String field, @Nullable Instant time) {
    if (time == null) {
      return null;
    }
    if (time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)) {
      reject(field, between(MIN_TIME, MAX_TIME));
      return null;
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /** Requires a number between these bounds, both included. */
  public void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      reject(field, between(least, most));
    }
  }

  /** Requires a duration between these bounds, both included. */
  public void range(String field, @Nullable Duration value, Duration least, Duration most) {
    if (present(field, value)
        && value != null
        && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
      reject(field, between(least, most));
    }
  }

  /** Requires a number of at least 1. */
  public void atLeastOne(String field, long value) {
    if (value < 1) {
      reject(field, "must be at least 1");
    }
  }

  /** Returns an object of plain JSON values in the one form that every store returns. */
  public Map<String, Object> json(
      String field, @Nullable Map<String, Object> values, int bytes, int depth) {
    if (!present(field, values) || values == null) {
      return Map.of();
    }
    return new JsonNormalizer(this, bytes, depth).normalize(field, values);
  }

  private void storable(String field, String text) {
    if (!Texts.isStorable(text)) {
      reject(field, "must not contain NUL or a lone surrogate");
    }
  }

  private static String between(Object least, Object most) {
    return "must be between " + least + " and " + most;
  }
}
