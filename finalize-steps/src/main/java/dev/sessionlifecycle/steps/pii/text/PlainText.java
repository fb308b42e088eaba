package dev.sessionlifecycle.steps.pii.text;

/**
 * Maps look-alikes to ASCII without changing offsets (each UTF-16 unit to one): digits of other
 * scripts, full-width forms, and the dashes, spaces and quotes that phones and word processors
 * insert.
 */
public final class PlainText {

  private PlainText() {}

  /** Returns the text with look-alikes mapped to ASCII. */
  public static String of(String text) {
    int n = text.length();
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (c > 127 && map(c) != c) {
        char[] out = text.toCharArray();
        for (int k = i; k < n; k++) {
          out[k] = map(out[k]);
        }
        return new String(out);
      }
    }
    return text;
  }

  private static char map(char c) {
    if (c <= 127) {
      return c;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
      return (char) (c - 0xFEE0);
    }
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63) {
      return '-';
    }
    return switch (c) {
      case 0x00A0, 0x2007, 0x202F, 0x3000 -> ' ';
      case 0x2018, 0x2019, 0x02BC -> '\'';
      case 0x201C, 0x201D -> '"';
      default -> other(c);
    };
  }

  private static char other(char c) {
    if (c >= 0x2000 && c <= 0x200A) {
      return ' ';
    }
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER ? (char) ('0' + Character.digit(c, 10)) : c;
  }
}
