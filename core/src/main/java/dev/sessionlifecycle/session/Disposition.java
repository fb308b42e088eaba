package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a session was dealt with, as it was recorded after its end.
 *
 * @param code the host's word for it, such as {@code callback_agreed}: a label of 1 to 64 letters,
 *     digits, {@code _}, {@code -}, {@code .} or {@code :}
 * @param note a text of at most 1,000 code points
 * @param by who or what recorded it
 * @param at when, to the microsecond
 */
public record Disposition(String code, @Nullable String note, String by, Instant at) {
  /** The longest note in code points. */
  public static final int NOTE_LENGTH = 1_000;

  /** Checks that nothing required is missing. */
  public Disposition {
    Validator.require("code", code);
    Validator.require("by", by);
    Validator.require("at", at);
  }

  /** Returns a copy with another note, if it has one. */
  public Disposition withNote(String value) {
    return note == null ? this : new Disposition(code, Validator.require("note", value), by, at);
  }

  /** Returns a copy that was recorded by another. */
  public Disposition withBy(String value) {
    return new Disposition(code, note, value, at);
  }

  /** Names the code, neither the note nor who recorded it. */
  @Override
  public String toString() {
    return "Disposition[code=" + code + ", at=" + at + "]";
  }
}
