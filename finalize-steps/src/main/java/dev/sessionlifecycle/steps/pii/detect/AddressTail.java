package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.Set;

/** What follows a street in an address: an apartment, a postal code, a city, a state. */
final class AddressTail {

  private static final Set<String> UNITS = Vocabulary.of(Term.UNIT);
  private static final Set<String> NEVER = Vocabulary.of(Term.NAME_NEVER);
  private static final int MAX_PARTS = 6;
  private static final String GAP = " ,\n";

  private AddressTail() {}

  /** Returns the end of the address whose street ends here. */
  static int end(String text, int street) {
    int end = street;
    for (int part = 0; part < MAX_PARTS; part++) {
      int from = end;
      boolean isParted = false;
      while (from < end + 4 && GAP.indexOf(Chars.at(text, from)) >= 0 && from < text.length()) {
        isParted |= text.charAt(from) != ' ';
        from++;
      }
      int to = from > end && from < text.length() ? part(text, from, isParted, part > 0) : -1;
      if (to < 0) {
        break;
      }
      end = to;
    }
    return end;
  }

  /** Returns the end of an apartment that follows after a gap, or -1. */
  static int unitAfter(String text, int end) {
    int from = end;
    while (from < end + 4 && from < text.length() && " ,.\n".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = from > end && from < text.length() ? Streets.wordEnd(text, from) : from;
    return to > from && UNITS.contains(Words.lower(text, from, to)) ? unit(text, to) : -1;
  }

  private static int part(String text, int from, boolean isParted, boolean isLater) {
    int to = Streets.wordEnd(text, from);
    if (to > from && UNITS.contains(Words.lower(text, from, to))) {
      return unit(text, to);
    }
    if (Chars.digit(text.charAt(from))) {
      int code = code(text, from);
      boolean isCity =
          code > 0
              && Chars.at(text, code) == ' '
              && Character.isUpperCase(Chars.at(text, code + 1));
      return code > 0 && (isCity || isLater) ? code : -1;
    }
    boolean follows = isParted || (isLater && Chars.digit(text.charAt(from - 2)));
    return follows && to > from ? city(text, from) : -1;
  }

  /** "Apt. 5", "Suite 12 B". */
  private static int unit(String text, int word) {
    int i = word;
    while (i < word + 3 && " .#".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    int to = i;
    while (to < i + 6 && Chars.asciiAlnum(Chars.at(text, to))) {
      to++;
    }
    boolean isNumber = to > i && (Chars.digit(text.charAt(i)) || to == i + 1);
    return i > word && isNumber && !Chars.joins(Chars.at(text, to)) ? to : -1;
  }

  /** Four to six digits, or five and four. */
  private static int code(String text, int from) {
    int to = from;
    while (to < from + 7 && Chars.digit(Chars.at(text, to))) {
      to++;
    }
    int digits = to - from;
    if (Chars.at(text, to) == '-' && Chars.digit(Chars.at(text, to + 1))) {
      int end = to + 1;
      while (end < to + 5 && Chars.digit(Chars.at(text, end))) {
        end++;
      }
      return Chars.joins(Chars.at(text, end)) ? -1 : end;
    }
    return digits >= 4 && digits <= 6 && !Chars.joins(Chars.at(text, to)) ? to : -1;
  }

  /** Up to three words with capitals. */
  private static int city(String text, int from) {
    int end = -1;
    int i = from;
    for (int word = 0; word < 3; word++) {
      int to = Streets.wordEnd(text, i);
      boolean isName =
          to > i
              && Character.isUpperCase(text.charAt(i))
              && (to - i <= 2 || !NEVER.contains(Words.lower(text, i, to)));
      if (!isName) {
        break;
      }
      end = to;
      if (Chars.at(text, to) != ' ') {
        break;
      }
      i = to + 1;
    }
    return end;
  }
}
