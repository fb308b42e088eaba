package dev.sessionlifecycle.finalize.internal;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what comes in, and tells everything that is wrong with it at once. For one call. */
public final class Validator {
  /** The earliest time that is accepted. */
  public static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");

  /** The latest time that is accepted. */
  public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final List<Violation> violations = new ArrayList<>();

  /** Refuses a single value that is missing. */
  public static void require(String field, @Nullable Object value) {
    Validator door = new Validator();
    door.present(field, value);
    door.throwIfInvalid();
  }

  /** Notes that a field breaks a limit. */
  public void reject(String field, String limit) {
    violations.add(new Violation(field, limit));
  }

  /** Ends the checks. */
  public void throwIfInvalid() {
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
  }

  /** What was noted. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Something that must be there. */
  public boolean present(String field, @Nullable Object value) {
    if (value == null) {
      reject(field, "is required");
    }
    return value != null;
  }

  /** A text of 1 to so many code points that is not blank. */
  public void nonBlank(String field, @Nullable String text, int longest) {
    if (!present(field, text) || text == null) {
      return;
    }
    if (Texts.isBlank(text)) {
      reject(field, "must not be blank");
    }
    text(field, text, longest);
  }

  /** A text of at most so many code points; null is none. */
  public void text(String field, @Nullable String text, int longest) {
    if (text == null) {
      return;
    }
    if (text.length() > longest && Texts.length(text) > longest) {
      reject(field, "at most " + longest + " code points");
    }
    storable(field, text);
  }

  /** A text of at most so many bytes; null is none. */
  public void sized(String field, @Nullable String text, int bytes) {
    if (text == null) {
      return;
    }
    if (Texts.utf8Length(text, bytes) > bytes) {
      reject(field, "at most " + bytes + " bytes of UTF-8");
    }
    storable(field, text);
  }

  /** A time, cut to the microsecond; null is none. */
  public @Nullable Instant time(String field, @Nullable Instant time) {
    if (time == null) {
      return null;
    }
    if (time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)) {
      reject(field, "must lie between " + MIN_TIME + " and " + MAX_TIME);
      return null;
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /** A whole number within bounds. */
  public void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      reject(field, "must be between " + least + " and " + most);
    }
  }

  /** An object of plain JSON values, in the one form that every store gives back. */
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
}
