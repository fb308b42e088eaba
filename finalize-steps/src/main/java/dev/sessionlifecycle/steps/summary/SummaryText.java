package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;

/** Cuts texts at words, never within a character. */
public final class SummaryText {

  /** The maximum length of a summary preview in code points. */
  public static final int PREVIEW_CODE_POINTS = 200;

  private SummaryText() {}

  /**
   * Returns the beginning of a summary: at most {@value #PREVIEW_CODE_POINTS} code points on one
   * line.
   */
  public static String preview(String summary) {
    return cut(summary.strip().replaceAll("\\s+", " "), PREVIEW_CODE_POINTS);
  }

  /**
   * Returns the text, or its beginning up to the end of a word, followed by an ellipsis.
   *
   * @param maxCodePoints the maximum length of the result, including the ellipsis; at least 1
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the limit is below 1
   */
  public static String cut(String text, int maxCodePoints) {
    if (maxCodePoints < 1) {
      throw Validator.invalid("max_code_points", "must be at least 1");
    }
    return Texts.cutAtWord(text, maxCodePoints);
  }

  /** Cuts a text at a word to a number of UTF-8 bytes. */
  static String cutBytes(String text, int maxBytes) {
    if (fits(text, maxBytes)) {
      return text;
    }
    int low = 1;
    int high = Texts.length(text);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      boolean isLow = fits(cut(text, middle), maxBytes);
      low = isLow ? middle : low;
      high = isLow ? high : middle - 1;
    }
    return cut(text, low);
  }

  private static boolean fits(String text, int maxBytes) {
    return Texts.utf8Length(text, maxBytes) <= maxBytes;
  }
}
