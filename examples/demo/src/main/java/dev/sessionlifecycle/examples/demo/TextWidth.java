package dev.sessionlifecycle.examples.demo;

import java.util.regex.Pattern;

/** Measures, cuts and pads text by its width in terminal columns. */
final class TextWidth {
  private static final Pattern MARK = Pattern.compile("[\\p{Mn}\\p{Me}]");
  private static final Pattern WIDE =
      Pattern.compile(
          "[\\x{1100}-\\x{115F}\\x{2E80}-\\x{A4CF}\\x{AC00}-\\x{D7A3}\\x{F900}-\\x{FAFF}"
              + "\\x{FE30}-\\x{FE6F}\\x{FF00}-\\x{FF60}\\x{1F300}-\\x{1FAFF}\\x{20000}-\\x{10FFFF}]");

  private TextWidth() {}

  static int of(String text) {
    long characters = text.codePoints().count();
    return (int) (characters - count(MARK, text) + count(WIDE, text));
  }

  private static long count(Pattern pattern, String text) {
    return pattern.matcher(text).results().count();
  }

  /** Replaces control characters, which could change the terminal's state, with blanks. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
  }

  /** Cuts a text that is too wide and appends an ellipsis. */
  static String cut(String text, int columns) {
    String cut = text;
    while (of(cut) > columns) {
      int length = cut.length() - (cut.equals(text) ? 0 : 1);
      cut = cut.substring(0, cut.offsetByCodePoints(length, -1)) + "…";
    }
    return cut;
  }

  static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }
}
