package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.internal.Door;
import org.jspecify.annotations.Nullable;

/**
 * How digits are to be collected from the keypad. What is null leaves the assistant's own setting
 * in place.
 *
 * <p>Source: {@code DtmfInputSpec} of the Feather API.
 *
 * @param expectsInput whether digits are expected; true unless said otherwise
 * @param maxDigits the most digits: 1 to 64
 * @param terminationDigit the digit that ends the input: at most one character
 * @param interDigitTimeoutMs the longest pause between digits in milliseconds: 250 to 60,000
 * @param prefix the label in the text of the turn: at most 32 code points
 */
public record DtmfInputSpec(
    boolean expectsInput,
    @Nullable Integer maxDigits,
    @Nullable String terminationDigit,
    @Nullable Integer interDigitTimeoutMs,
    @Nullable String prefix) {

  private static final DtmfInputSpec DEFAULTS = new DtmfInputSpec(true, null, null, null, null);

  /**
   * Checks every bound.
   *
   * @throws dev.sessionlifecycle.InvalidInputException for all that is out of bounds at once
   */
  public DtmfInputSpec {
    Door door = new Door();
    if (maxDigits != null) {
      door.range("max_digits", maxDigits, 1, 64);
    }
    door.text("termination_digit", terminationDigit, 1);
    if (interDigitTimeoutMs != null) {
      door.range("inter_digit_timeout_ms", interDigitTimeoutMs, 250, 60_000);
    }
    door.text("prefix", prefix, 32);
    door.close();
  }

  /** Digits are expected; everything else as the assistant is set. */
  public static DtmfInputSpec defaults() {
    return DEFAULTS;
  }
}
