package dev.sessionlifecycle.finalize.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lengths, sizes and cuts of texts, and what every store can keep: no NUL, no lone surrogate. A
 * length counts code points, a size counts bytes of UTF-8; no cut splits a code point.
 */
public final class Texts {
  private static final String ELLIPSIS = "…";

  private Texts() {}

  /** Whether every store keeps the text as it is. */
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

  /** Returns the number of bytes in UTF-8; stops counting once it is past the bound. */
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

  /** Returns the number of code points. */
  public static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
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
   * Returns any text in a form that every store keeps: NUL and lone surrogates written out as
   * {@code \}{@code uHHHH}, cut to a number of code points.
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
        String escape = String.format(Locale.ROOT, "\\u%04x", (int) c);
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

  /** Returns the text without NUL, each lone surrogate replaced by U+FFFD. */
  public static String withoutUnstorable(String text) {
    if (isStorable(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c != 0)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** Returns the text in parts of at most so many bytes of UTF-8, at least 4; none if empty. */
  public static List<String> parts(String text, int bytes) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int size = 0;
    for (int at = 0; at < text.length(); ) {
      int next = text.offsetByCodePoints(at, 1);
      int more = utf8Length(text.substring(at, next), bytes);
      if (size + more > bytes && at > from) {
        parts.add(text.substring(from, at));
        from = at;
        size = 0;
      }
      size += more;
      at = next;
    }
    if (from < text.length()) {
      parts.add(text.substring(from));
    }
    return parts;
  }

  /**
   * Returns the text, or its beginning and an ellipsis. Cuts at the end of a word, unless that
   * would drop more than half of what fits.
   *
   * @param codePoints bound of the result, the ellipsis included; at least 1
   */
  public static String cutAtWord(String text, int codePoints) {
    if (text.length() <= codePoints || length(text) <= codePoints) {
      return text;
    }
    int hard = text.offsetByCodePoints(0, codePoints - 1);
    int end = hard;
    while (end > 0 && !endsWord(text, end)) {
      end--;
    }
    end = end > hard / 2 ? end : hard;
    return text.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  private static boolean endsWord(String text, int at) {
    return Character.isWhitespace(text.charAt(at)) && !Character.isWhitespace(text.charAt(at - 1));
  }

  static boolean startsPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
