package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * The position of personal data in a text. Does not contain the text itself.
 *
 * @param type the type of the data
 * @param start offset of the first character, in UTF-16 units
 * @param end offset after the last character, in UTF-16 units; greater than {@code start}
 */
public record PiiSpan(PiiType type, int start, int end) {

  /**
   * Rejects invalid offsets.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the span is empty or {@code start}
   *     is negative
   */
  public PiiSpan {
    Validator.require("type", type);
    if (start < 0 || end <= start) {
      throw Validator.invalid("span", "0 <= start < end");
    }
  }

  /** Returns the number of UTF-16 units covered; at least 1. */
  public int length() {
    return end - start;
  }

  boolean overlaps(int from, int to) {
    return start < to && from < end;
  }
}
