package dev.sessionlifecycle.steps.summary;

import java.nio.charset.StandardCharsets;

/** Cuts texts at words, never within a character. */
public final class SummaryText {

  /** The bound of a summary preview in code points. */
  public static final int PREVIEW_CODE_POINTS = 200;

  private static final String ELLIPSIS = "…";

  private SummaryText() {}

  /** The beginning of a summary: at most {@value #PREVIEW_CODE_POINTS} code points on one line. */
  public static String preview(String summary) {
    return cut(summary.strip().replaceAll("\\s+", " "), PREVIEW_CODE_POINTS);
  }

  /**
   * The text, or its beginning up to the end of a word and an ellipsis.
   *
   * @param maxCodePoints bound of the result, the ellipsis included; at least 1
   * @throws IllegalArgumentException where the bound is below 1
   */
  public static String cut(String text, int maxCodePoints) {
    if (maxCodePoints < 1) {
      throw new IllegalArgumentException("maxCodePoints: at least 1");
    }
    if (text.codePointCount(0, text.length()) <= maxCodePoints) {
      return text;
    }
    int hard = text.offsetByCodePoints(0, maxCodePoints - 1);
    int end = hard;
    while (end > 0 && !boundary(text, end)) {
      end--;
    }
    end = end > hard / 2 ? end : hard;
    return text.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  /** Cuts to a number of UTF-8 bytes, at a word. */
  static String cutBytes(String text, int maxBytes) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return text;
    }
    int low = 1;
    int high = text.codePointCount(0, text.length());
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      boolean fits = cut(text, middle).getBytes(StandardCharsets.UTF_8).length <= maxBytes;
      low = fits ? middle : low;
      high = fits ? high : middle - 1;
    }
    return cut(text, low);
  }

  private static boolean boundary(String text, int at) {
    return Character.isWhitespace(text.charAt(at)) && !Character.isWhitespace(text.charAt(at - 1));
  }
}
