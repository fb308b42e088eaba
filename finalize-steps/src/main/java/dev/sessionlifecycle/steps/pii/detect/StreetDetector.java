package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.List;
import java.util.Set;

/**
 * Finds streets with their numbers and what follows of the address, without words that announce
 * one. A number of a building before the street, the street, the apartment and a postal code on a
 * line of its own are found separately, as labels are printed; an address whose lines are joined by
 * commas, up to its postal code, is found whole.
 */
final class StreetDetector extends TextScanner {

  private static final Set<String> MONTHS = Vocabulary.of(Term.MONTHS);
  private static final Set<String> UNITS = Vocabulary.of(Term.UNIT);
  private static final int MAX_LINES = 5;
  private static final int LONGEST_LINE = 48;
  private static final int MAX_NAME = 4;

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      boolean isPlace = Chars.digit(c) || (Chars.letter(c) && !Chars.unspaced(c));
      if (!isPlace) {
        i++;
        continue;
      }
      int end = begins(text, i) ? street(text, i, found) : -1;
      i = end > 0 ? end : tokenEnd(text, i);
    }
  }

  private static boolean begins(String text, int i) {
    char before = Chars.at(text, i - 1);
    boolean isInside = Chars.digit(text.charAt(i)) && ".,:/-$€£#".indexOf(before) >= 0;
    return !Chars.joins(before) && before != '_' && before != '*' && before != '[' && !isInside;
  }

  private static int street(String text, int start, List<PiiSpan> found) {
    int military = MilitaryAddress.end(text, start);
    if (military > 0) {
      found.add(new PiiSpan(PiiType.STREET_ADDRESS, start, military));
      return military;
    }
    int end = Streets.end(text, start, false);
    int building = end > 0 ? numberBefore(text, start) : start;
    if (end > 0 && building == start) {
      int whole = AddressTail.end(text, end);
      found.add(new PiiSpan(PiiType.STREET_ADDRESS, start, whole));
      return whole;
    }
    int name = end > 0 ? start : nameAfterNumber(text, start);
    end = end > 0 ? end : name > 0 ? printed(text, name) : -1;
    if (end < 0) {
      return -1;
    }
    int number = building < start ? building : start;
    int joined = joinedEnd(text, end);
    if (joined > 0) {
      found.add(new PiiSpan(PiiType.STREET_ADDRESS, number, joined));
      return joined;
    }
    found.add(new PiiSpan(PiiType.STREET_ADDRESS, number, digitsEnd(text, number)));
    found.add(new PiiSpan(PiiType.STREET_ADDRESS, name, end));
    return rest(text, end, found);
  }

  private static int digitsEnd(String text, int from) {
    int i = from;
    while (Chars.digit(Chars.at(text, i))) {
      i++;
    }
    return i;
  }

  /** Returns where the name begins after the number of a building, or -1. */
  private static int nameAfterNumber(String text, int start) {
    int end = digitsEnd(text, start);
    boolean isNumber = end > start && end - start <= 5 && Chars.at(text, end) == ' ';
    return isNumber && Character.isUpperCase(Chars.at(text, end + 1)) ? end + 1 : -1;
  }

  /** "Puruntie 82" after another number, if an apartment or the end of the line follows. */
  private static int printed(String text, int from) {
    int i = from;
    for (int word = 0; word < MAX_NAME; word++) {
      int to = Streets.wordEnd(text, i);
      if (to == i || MONTHS.contains(Words.lower(text, i, to))) {
        return -1;
      }
      to += Chars.at(text, to) == '.' ? 1 : 0;
      if (Chars.at(text, to) != ' ') {
        return -1;
      }
      int number = digitsEnd(text, to + 1);
      if (number > to + 1) {
        boolean isNumber = number - to - 1 <= 4 && !Chars.joins(Chars.at(text, number));
        return isNumber && partFollows(text, number) ? number : -1;
      }
      i = to + 1;
    }
    return -1;
  }

  private static boolean partFollows(String text, int end) {
    int i = end;
    boolean isLine = false;
    while (i < end + 3 && " ,.\n".indexOf(Chars.at(text, i)) >= 0) {
      isLine |= Chars.at(text, i) == '\n';
      i++;
    }
    int to = i < text.length() ? Streets.wordEnd(text, i) : i;
    boolean isUnit = to > i && UNITS.contains(Words.lower(text, i, to));
    boolean isPlace = Chars.at(text, end) == ',' && Character.isUpperCase(Chars.at(text, i));
    return isUnit || isPlace || (isLine && i < text.length());
  }

  /** Finds the apartment and, on a line of its own, the postal code. */
  private static int rest(String text, int end, List<PiiSpan> found) {
    int done = end;
    int unit = AddressTail.unitAfter(text, end);
    if (unit > 0) {
      int start = end;
      while (!Chars.alnum(text.charAt(start))) {
        start++;
      }
      found.add(new PiiSpan(PiiType.STREET_ADDRESS, start, unit));
      done = unit;
    }
    int line = nextLine(text, done);
    for (int k = 1; k < MAX_LINES && line > 0; k++) {
      int lineEnd = lineEnd(text, line);
      int code = lineEnd < 0 ? -1 : codeAtEnd(text, line, lineEnd);
      if (code > 0) {
        boolean isAlone = text.substring(line, code).isBlank();
        found.add(new PiiSpan(isAlone ? PiiType.ZIP_CODE : PiiType.STREET_ADDRESS, code, lineEnd));
        return lineEnd;
      }
      line = nextLine(text, line);
    }
    return done;
  }

  /** Returns the end of the postal code of an address whose lines commas join, or -1. */
  private static int joinedEnd(String text, int street) {
    boolean isJoined = false;
    int line = nextLine(text, street);
    for (int k = 1; k < MAX_LINES && line > 0; k++) {
      int end = lineEnd(text, line);
      int first = line;
      while (Chars.at(text, first) == ' ') {
        first++;
      }
      isJoined |= Chars.at(text, first) == ',' || text.charAt(line - 2) == ',';
      if (end > 0 && codeAtEnd(text, line, end) > 0) {
        return isJoined ? end : -1;
      }
      line = nextLine(text, line);
    }
    return -1;
  }

  /** Returns where the next line begins, or -1 if this one is long or the last. */
  private static int nextLine(String text, int from) {
    int end = lineEnd(text, from);
    return end < 0 || end == text.length() ? -1 : end + 1;
  }

  /** Returns the end of a line that is short, or -1. */
  private static int lineEnd(String text, int from) {
    int max = Math.min(text.length(), from + LONGEST_LINE);
    int i = from;
    while (i < max && text.charAt(i) != '\n') {
      i++;
    }
    return i == text.length() || text.charAt(i) == '\n' ? i : -1;
  }

  /** Returns where the code of three to six digits begins with which the line ends, or -1. */
  private static int codeAtEnd(String text, int line, int end) {
    int i = end;
    while (i > line && Chars.digit(text.charAt(i - 1))) {
      i--;
    }
    int digits = end - i;
    boolean isApart = i == line || text.charAt(i - 1) == ' ';
    return digits >= 3 && digits <= 6 && isApart ? i : -1;
  }

  /** The number of the building before a street that has another number. */
  private static int numberBefore(String text, int start) {
    int i = start - 1;
    if (Chars.at(text, i) != ' ') {
      return start;
    }
    int to = i;
    while (i > 0 && i > to - 6 && Chars.digit(text.charAt(i - 1))) {
      i--;
    }
    char before = Chars.at(text, i - 1);
    return i < to && !Chars.joins(before) && ".-/:+$".indexOf(before) < 0 ? i : start;
  }

  private static int tokenEnd(String text, int from) {
    int i = from + 1;
    while (i < text.length() && Chars.joins(text.charAt(i)) && Chars.joins(text.charAt(i - 1))) {
      i++;
    }
    return i;
  }
}
