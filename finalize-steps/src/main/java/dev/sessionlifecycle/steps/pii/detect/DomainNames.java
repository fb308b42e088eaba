package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/** Recognizes host names and where they end in running text. */
final class DomainNames {

  private static final int MAX_LABEL = 63;

  private DomainNames() {}

  static boolean hostChar(char c) {
    return Chars.alnum(c) || c == '.' || c == '-' || c == '_';
  }

  static boolean asciiHostChar(char c) {
    return Chars.asciiAlnum(c) || c == '-';
  }

  /** Returns whether a word of another script ends or begins here, without a space between. */
  static boolean changesScript(String text, int i) {
    char before = text.charAt(i - 1);
    char c = text.charAt(i);
    return (Chars.unspaced(c) && Chars.joins(before)) || (Chars.unspaced(before) && Chars.joins(c));
  }

  /**
   * Returns the end of the host name at the beginning of a run of host characters.
   *
   * @param bare whether only known top-level domains are accepted
   * @return the offset after it, or -1 if the run is not a host name of two labels or more
   */
  static int hostEnd(String text, int from, int end, boolean bare) {
    int labels = 0;
    int known = -1;
    int last = -1;
    int start = from;
    boolean capital = false;
    boolean alphabetic = false;
    while (start < end) {
      int dot = start;
      while (dot < end && text.charAt(dot) != '.') {
        dot++;
      }
      if (!label(text, start, dot)) {
        int cut = labels > 0 && known < 0 ? tailBeforeHyphen(text, start, dot) : -1;
        return cut > 0 ? cut : settle(labels, known, last, capital, alphabetic, bare);
      }
      labels++;
      capital = Character.isUpperCase(text.charAt(start));
      alphabetic = alphabetic(text, start, dot);
      last = dot;
      if (labels > 1 && TopLevelDomains.known(text, start, dot)) {
        known = dot;
      } else if (labels > 1 && known < 0 && dot == end) {
        known = tailBeforeHyphen(text, start, dot);
      }
      start = dot + 1;
    }
    return settle(labels, known, last, capital, alphabetic, bare);
  }

  private static int settle(
      int labels, int known, int last, boolean capital, boolean alphabetic, boolean bare) {
    if (labels < 2) {
      return -1;
    }
    if (known == last || bare || (capital && known > 0)) {
      return known;
    }
    return alphabetic ? last : known;
  }

  private static boolean label(String text, int from, int to) {
    int length = to - from;
    return length > 0
        && length <= MAX_LABEL
        && text.charAt(from) != '-'
        && text.charAt(to - 1) != '-';
  }

  private static boolean alphabetic(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Chars.letter(text.charAt(i)) && !Chars.matches(text, from, "xn--")) {
        return false;
      }
    }
    return to - from >= 2;
  }

  /** "example.com-based": the domain ends before the hyphen. */
  private static int tailBeforeHyphen(String text, int from, int to) {
    for (int i = from + 1; i < to && i <= from + 24; i++) {
      if (text.charAt(i) == '-') {
        return TopLevelDomains.known(text, from, i) ? i : -1;
      }
    }
    return -1;
  }
}
