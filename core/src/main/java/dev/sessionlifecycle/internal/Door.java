package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Limits;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.finalize.internal.Texts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what comes in, and tells everything that is wrong with it at once. For one call. */
public final class Door {
  private final List<Violation> violations = new ArrayList<>();

  /** Refuses a single value that is missing. */
  public static void require(String field, @Nullable Object value) {
    Door door = new Door();
    door.present(field, value);
    door.close();
  }

  /** Notes that a field breaks a limit. */
  public void refuse(String field, String limit) {
    violations.add(new Violation(field, limit));
  }

  /** Ends the checks. */
  public void close() {
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
      refuse(field, "is required");
    }
    return value != null;
  }

  /** A text of 1 to so many code points that is not blank. */
  public void word(String field, @Nullable String text, int longest) {
    if (!present(field, text) || text == null) {
      return;
    }
    if (Texts.isBlank(text)) {
      refuse(field, "must not be blank");
    }
    text(field, text, longest);
  }

  /** A text of at most so many code points; null is none. */
  public void text(String field, @Nullable String text, int longest) {
    if (text == null) {
      return;
    }
    if (text.length() > longest && Texts.length(text) > longest) {
      refuse(field, "at most " + longest + " code points");
    }
    storable(field, text);
  }

  /** A text of at most so many bytes; null is none. */
  public void sized(String field, @Nullable String text, int bytes) {
    if (text == null) {
      return;
    }
    if (Texts.utf8Length(text, bytes) > bytes) {
      refuse(field, "at most " + bytes + " bytes of UTF-8");
    }
    storable(field, text);
  }

  /** A time, cut to the microsecond; null is none. */
  public @Nullable Instant time(String field, @Nullable Instant time) {
    if (time == null) {
      return null;
    }
    if (time.isBefore(Limits.MIN_TIME) || time.isAfter(Limits.MAX_TIME)) {
      refuse(field, "must lie between " + Limits.MIN_TIME + " and " + Limits.MAX_TIME);
      return null;
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /** A whole number within bounds. */
  public void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      refuse(field, "must be between " + least + " and " + most);
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
      refuse(field, "must not contain NUL or a lone surrogate");
    }
  }
}
