package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/** Classifies candidates by their grouping alone. */
final class PhoneShapes {

  private PhoneShapes() {}

  /** Dates, social security numbers, IPv4 addresses, decimals, ranges of years. */
  static boolean somethingElse(PhoneCandidate c, PhoneContext context) {
    if (c.plus) {
      return false;
    }
    boolean named = context == PhoneContext.PHONE;
    return date(c)
        || (c.sizes(3, 2, 4) && c.one('-') && !named)
        || (c.sizes(3, 2, 4) && !named && !c.bracket)
        || (c.groups == 4 && c.one('.') && c.count <= 12 && short3(c))
        || (c.sizes(4, 4) && c.one('-') && !named && years(c))
        || (c.groups == 2 && c.one('.') && decimal(c, context))
        || (c.one('/') && !named && c.groups > 3)
        || uniform(c);
  }

  private static boolean decimal(PhoneCandidate c, PhoneContext context) {
    boolean spokenOf = context == PhoneContext.PHONE || context == PhoneContext.CALL;
    return !spokenOf || c.size(0) < 3 || c.size(1) < 3;
  }

  private static boolean date(PhoneCandidate c) {
    if (c.groups < 3 || c.bracket) {
      return false;
    }
    char s = c.separator(1);
    if (c.separator(2) != s || (s == ' ' && c.groups > 3)) {
      return false;
    }
    boolean first = c.size(0) == 4 && c.size(1) <= 2 && c.size(2) <= 2 && century(c, 0);
    boolean last =
        c.size(0) <= 2 && c.size(1) <= 2 && c.size(2) == 4 && century(c, c.size(0) + c.size(1));
    return first || (last && c.groups == 3);
  }

  private static boolean century(PhoneCandidate c, int at) {
    return (c.digit(at) == '1' && c.digit(at + 1) == '9')
        || (c.digit(at) == '2' && c.digit(at + 1) == '0');
  }

  private static boolean years(PhoneCandidate c) {
    return century(c, 0) && century(c, 4);
  }

  private static boolean short3(PhoneCandidate c) {
    return c.size(0) <= 3 && c.size(1) <= 3 && c.size(2) <= 3 && c.size(3) <= 3;
  }

  private static boolean uniform(PhoneCandidate c) {
    for (int i = 1; i < c.count; i++) {
      if (c.digit(i) != c.digit(0)) {
        return false;
      }
    }
    return true;
  }

  /** North American grouping with separators that are not only spaces: 1-234-567-8901 x23. */
  static boolean american(PhoneCandidate c) {
    int g = c.size(0) == 1 && c.digit(0) == '1' ? 1 : 0;
    boolean grouped =
        c.groups == g + 3 && c.size(g) == 3 && c.size(g + 1) == 3 && c.size(g + 2) == 4;
    boolean half = c.groups == g + 2 && c.size(g) == 3 && c.size(g + 1) == 7 && c.bracket;
    boolean joined = c.groups == g + 2 && c.size(g) == 6 && c.size(g + 1) == 4 && c.extension;
    boolean area = c.digit(g) >= '2';
    boolean marked =
        c.bracket || c.extension || (c.separator(g + 1) != ' ' && c.separator(g + 2) != ' ');
    return area && marked && (grouped || half || joined);
  }

  /** Returns whether 3, 3 and 4 digits with hyphens begin here, as after a word without a space. */
  static boolean americanAt(String text, int i) {
    for (int k = 0; k < 12; k++) {
      boolean isHyphen = k == 3 || k == 7;
      char c = Chars.at(text, i + k);
      if (isHyphen ? c != '-' : !Chars.digit(c)) {
        return false;
      }
    }
    return text.charAt(i) >= '2'
        && !Chars.joins(Chars.at(text, i + 12))
        && Chars.at(text, i + 12) != '-';
  }

  /** An international prefix written out: 001-…, 0044 …, 011 44 …. */
  static boolean international(PhoneCandidate c) {
    boolean zeros = c.digit(0) == '0' && c.digit(1) == '0' && c.digit(2) != '0';
    boolean american = c.size(0) == 3 && c.digits().startsWith("011") && c.count >= 12;
    return (zeros && c.count >= 11 && c.groups > 1) || american;
  }

  /** "5521 119 Countess Close": two groups separated by spaces, then a capital letter. */
  static boolean houseNumber(String text, PhoneCandidate c) {
    return c.groups == 2
        && c.count < 9
        && c.digit(0) != '0'
        && !c.bracket
        && c.separator(1) == ' '
        && Chars.at(text, c.end) == ' '
        && Chars.letter(Chars.at(text, c.end + 2))
        && Character.isUpperCase(Chars.at(text, c.end + 1));
  }
}
