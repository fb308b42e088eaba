package dev.sessionlifecycle.runtime.transfer;

import dev.sessionlifecycle.finalize.internal.Validator;
import org.jspecify.annotations.Nullable;

/**
 * How digits are collected from the keypad. What is null keeps the assistant's own setting.
 *
 * <p>Follows {@code DtmfInputSpec} of the Feather API.
 *
 * @param expectsInput whether digits are expected; true unless set
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
   * @throws dev.sessionlifecycle.errors.InvalidInputException with every violation
   */
  public DtmfInputSpec {
    Validator validator = new Validator();
    if (maxDigits != null) {
      validator.range("max_digits", maxDigits, 1, 64);
    }
    validator.text("termination_digit", terminationDigit, 1);
    if (interDigitTimeoutMs != null) {
      validator.range("inter_digit_timeout_ms", interDigitTimeoutMs, 250, 60_000);
    }
    validator.text("prefix", prefix, 32);
    validator.throwIfInvalid();
  }

  /** Digits are expected; everything else as the assistant is set. */
  public static DtmfInputSpec defaults() {
    return DEFAULTS;
  }

  /** Returns a copy in which digits are, or are not, expected. */
  public DtmfInputSpec withExpectsInput(boolean value) {
    return new DtmfInputSpec(value, maxDigits, terminationDigit, interDigitTimeoutMs, prefix);
  }

  /** Returns a copy with this maximum of digits. */
  public DtmfInputSpec withMaxDigits(@Nullable Integer value) {
    return new DtmfInputSpec(expectsInput, value, terminationDigit, interDigitTimeoutMs, prefix);
  }

  /** Returns a copy with this termination digit. */
  public DtmfInputSpec withTerminationDigit(@Nullable String value) {
    return new DtmfInputSpec(expectsInput, maxDigits, value, interDigitTimeoutMs, prefix);
  }

  /** Returns a copy with this longest pause between digits. */
  public DtmfInputSpec withInterDigitTimeoutMs(@Nullable Integer value) {
    return new DtmfInputSpec(expectsInput, maxDigits, terminationDigit, value, prefix);
  }

  /** Returns a copy with this prefix. */
  public DtmfInputSpec withPrefix(@Nullable String value) {
    return new DtmfInputSpec(expectsInput, maxDigits, terminationDigit, interDigitTimeoutMs, value);
  }

  /** Names none of the texts. */
  @Override
  public String toString() {
    return "DtmfInputSpec[expectsInput=" + expectsInput + ", maxDigits=" + maxDigits + "]";
  }
}
