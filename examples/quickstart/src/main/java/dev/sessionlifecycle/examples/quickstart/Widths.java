package dev.sessionlifecycle.examples.quickstart;

/** How many columns of a terminal a text takes, and text cut or filled to a number of columns. */
final class Widths {
  private Widths() {}

  static int of(String text) {
    return text.codePoints().map(Widths::of).sum();
  }

  /** The text without control characters, which could steer the terminal. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** At most this many columns; an ellipsis stands for what is cut. */
  static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int width = 0;
    for (int c : text.codePoints().toArray()) {
      if (width + of(c) > columns - 1) {
        break;
      }
      width += of(c);
      cut.appendCodePoint(c);
    }
    return cut.append('…').toString();
  }

  /** Filled with blanks, on the right or on the left. */
  static String fill(String text, int columns, boolean right) {
    String blanks = " ".repeat(Math.max(0, columns - of(text)));
    return right ? blanks + text : text + blanks;
  }

  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        c >= 0x1100
            && (c <= 0x115F
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0x1F300 && c <= 0x1FAFF)
                || c >= 0x20000);
    return wide ? 2 : 1;
  }
}
