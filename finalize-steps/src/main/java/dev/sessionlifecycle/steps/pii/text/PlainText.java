package dev.sessionlifecycle.steps.pii.text;

import org.jspecify.annotations.Nullable;

/**
 * A text in the form that the detectors read, and where its characters stand in the original.
 * Digits of other scripts, full-width forms, and the dashes, spaces and quotes that phones and word
 * processors insert become ASCII; characters without width are left out; an at sign that is escaped
 * for a URL or for HTML becomes one.
 */
public final class PlainText {

  private static final String CHINESE_DIGITS = "〇一二三四五六七八九";
  private static final int LEAST_CHINESE_DIGITS = 7;

  private final String text;
  private final int length;
  private final int @Nullable [] places;

  private PlainText(String text, int length, int @Nullable [] places) {
    this.text = text;
    this.length = length;
    this.places = places;
  }

  /** Reads a text. */
  public static PlainText read(String text) {
    int n = text.length();
    int i = 0;
    while (i < n && !special(text, i)) {
      i++;
    }
    if (i == n) {
      return new PlainText(text, n, null);
    }
    char[] out = new char[n];
    int[] places = new int[n];
    text.getChars(0, i, out, 0);
    for (int k = 0; k < i; k++) {
      places[k] = k;
    }
    int count = i;
    while (i < n) {
      int skip = escaped(text, i);
      places[count] = i;
      if (skip > 0) {
        out[count++] = '@';
        i += skip;
      } else {
        char c = text.charAt(i++);
        if (!invisible(c)) {
          out[count++] = map(c);
        }
      }
    }
    join(out, count);
    return new PlainText(new String(out, 0, count), n, count == n ? null : places);
  }

  /** Returns the text in the form that the detectors read. */
  public static String of(String text) {
    return read(text).text();
  }

  /** Returns the text in the form that the detectors read. */
  public String text() {
    return text;
  }

  /** Returns where in the original the character at this index begins. */
  public int start(int index) {
    return places == null ? index : index < text.length() ? places[index] : length;
  }

  private static boolean special(String text, int i) {
    char c = text.charAt(i);
    return c > 127 ? map(c) != c || invisible(c) || between(c) || chinese(c) : escaped(text, i) > 0;
  }

  /** Returns the length of an escaped at sign between two parts of an address, or 0. */
  private static int escaped(String text, int i) {
    char c = text.charAt(i);
    if (c != '%' && c != '&') {
      return 0;
    }
    int length =
        text.startsWith("%40", i)
            ? 3
            : text.startsWith("&#64;", i)
                ? 5
                : text.startsWith("&#x40;", i) ? 6 : text.startsWith("&commat;", i) ? 8 : 0;
    return length > 0
            && Chars.alnum(Chars.at(text, i - 1))
            && Chars.alnum(Chars.at(text, i + length))
        ? length
        : 0;
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
      case 0xFE52 -> '.';
      case 0xFE55 -> ':';
      case 0xFE6B -> '@';
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

  /** Characters without width, marks of direction, and what makes a digit a pictogram. */
  private static boolean invisible(char c) {
    return (c >= 0x200B && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x2069)
        || c == 0xFEFF
        || c == 0x00AD
        || c == 0xFE0F
        || c == 0x20E3;
  }

  /** Signs that stand for a hyphen between digits. */
  private static boolean between(char c) {
    return c == 0x30FC || c == 0x00B7 || c == 0x2022 || c == 0x30FB || c == 0x2027 || c == 0x2219;
  }

  private static boolean chinese(char c) {
    return c >= 0x3007 && CHINESE_DIGITS.indexOf(c) >= 0;
  }

  /** Reads signs between digits as hyphens, and long rows of Chinese digits as digits. */
  private static void join(char[] out, int count) {
    int row = 0;
    for (int i = 0; i <= count; i++) {
      boolean isChinese = i < count && chinese(out[i]);
      if (!isChinese && row >= LEAST_CHINESE_DIGITS) {
        for (int k = i - row; k < i; k++) {
          out[k] = (char) ('0' + CHINESE_DIGITS.indexOf(out[k]));
        }
      }
      row = isChinese ? row + 1 : 0;
      if (i > 0 && i + 1 < count && between(out[i])) {
        boolean isInside = Chars.digit(out[i - 1]) && Chars.digit(out[i + 1]);
        out[i] = isInside ? '-' : out[i];
      }
    }
  }
}
