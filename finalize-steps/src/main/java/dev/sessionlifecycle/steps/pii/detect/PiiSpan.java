package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * Where a piece of personal data stands in a text. The text itself is not kept.
 *
 * @param type what it is
 * @param start offset of its first character, in UTF-16 units
 * @param end offset behind its last character, in UTF-16 units; greater than {@code start}
 */
public record PiiSpan(PiiType type, int start, int end) {

  /**
   * Checks the offsets.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException where the span is empty or begins
   *     before the text
   */
  public PiiSpan {
    Validator.require("type", type);
    if (start < 0 || end <= start) {
      throw Validator.invalid("span", "0 <= start < end");
    }
  }

  /** The number of UTF-16 units covered; at least 1. */
  public int length() {
    return end - start;
  }

  boolean overlaps(int from, int to) {
    return start < to && from < end;
  }
}
