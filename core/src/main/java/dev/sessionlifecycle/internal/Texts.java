package dev.sessionlifecycle.internal;

import org.jspecify.annotations.Nullable;

/** What all stores can keep alike: no NUL, no lone surrogate; sizes and cuts that agree. */
public final class Texts {
  private Texts() {}

  /** Whether a store would change or refuse the text. */
  public static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!startsPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** The number of bytes in UTF-8; stops counting once it is past the bound. */
  public static int utf8Length(String text, int bound) {
    int bytes = 0;
    for (int i = 0; i < text.length() && bytes <= bound; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (startsPair(text, i)) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** The number of code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether there is nothing but white space and control characters. */
  public static boolean isBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && !Character.isSpaceChar(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is kept of any text whatever: NUL and lone surrogates written out as {@code \}{@code
   * uHHHH}, cut at so many code points.
   */
  public static @Nullable String keepable(@Nullable String text, int codePoints) {
    if (text == null || (text.length() <= codePoints && isStorable(text))) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int length = 0;
    for (int i = 0; i < text.length() && length < codePoints; i++) {
      char c = text.charAt(i);
      if (startsPair(text, i)) {
        kept.append(c).append(text.charAt(++i));
        length++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        String escape = String.format("\\u%04x", (int) c);
        if (length + escape.length() > codePoints) {
          break;
        }
        kept.append(escape);
        length += escape.length();
      } else {
        kept.append(c);
        length++;
      }
    }
    return kept.toString();
  }

  private static boolean startsPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
