package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.List;

/** Recognizes the replacements of an earlier scrub, so that later scrubs leave them alone. */
final class Redactions {

  private static final int LONGEST = 64;

  private Redactions() {}

  /** Adds the spans of {@code [NAME]}, {@code [NAME_suffix]} and {@code ****1234}. */
  static void find(String text, List<PiiSpan> marks) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = c == '[' ? tokenEnd(text, i) : c == '*' ? maskEnd(text, i) : -1;
      if (end > 0) {
        marks.add(new PiiSpan(PiiType.REDACTED, i, end));
        i = end;
      } else {
        i = c == '*' ? starsEnd(text, i) : i + 1;
      }
    }
  }

  /** Returns whether the text is one replacement and nothing else. */
  static boolean isOne(String text) {
    int end =
        switch (Chars.at(text, 0)) {
          case '[' -> tokenEnd(text, 0);
          case '*' -> maskEnd(text, 0);
          default -> -1;
        };
    return end == text.length();
  }

  private static int tokenEnd(String text, int open) {
    int max = Math.min(text.length(), open + LONGEST);
    int i = open + 1;
    if (i >= max || !capital(text.charAt(i))) {
      return -1;
    }
    while (i < max
        && (capital(text.charAt(i)) || Chars.digit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    if (text.charAt(i - 1) == '_') {
      while (i < max && Chars.asciiAlnum(text.charAt(i)) && !capital(text.charAt(i))) {
        i++;
      }
    }
    return i < max && text.charAt(i) == ']' && wordy(text, open + 1, i) ? i + 1 : -1;
  }

  /** A token that is mostly digits is not a replacement. */
  private static boolean wordy(String text, int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits += Chars.digit(text.charAt(i)) ? 1 : 0;
    }
    return digits < 9 && 2 * digits < to - from;
  }

  private static int maskEnd(String text, int star) {
    int i = starsEnd(text, star);
    if (i - star < 4) {
      return -1;
    }
    int end = i;
    while (end < i + 4 && Chars.digit(Chars.at(text, end))) {
      end++;
    }
    return Chars.alnum(Chars.at(text, end)) ? i : end;
  }

  private static int starsEnd(String text, int star) {
    int i = star;
    while (Chars.at(text, i) == '*') {
      i++;
    }
    return i;
  }

  private static boolean capital(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
