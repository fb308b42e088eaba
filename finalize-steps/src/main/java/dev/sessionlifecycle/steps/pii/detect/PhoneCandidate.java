package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.List;

/**
 * A possible telephone number: digits in groups, with the separators and brackets usual in
 * telephone numbers.
 */
final class PhoneCandidate {

  private static final int MAX_DIGITS = 15;
  private static final int MAX_GROUPS = 10;
  private static final List<String> EXTENSIONS = List.of("extension", "extn", "ext", "x", "#");

  final int start;
  int end;
  int groups;
  int count;
  boolean plus;
  boolean bracket;
  boolean overflow;

  /** Whether digits follow after a gap wider than usual. */
  boolean isWider;

  private boolean isWide;
  boolean extension;
  private final int[] sizes = new int[MAX_GROUPS];
  private final int[] ends = new int[MAX_GROUPS];
  private final char[] digits = new char[MAX_DIGITS];
  private final char[] separators = new char[MAX_GROUPS];

  private PhoneCandidate(int start) {
    this.start = start;
  }

  /** Reads from a plus, an opening bracket or a digit. */
  static PhoneCandidate read(String text, int start, boolean isWide) {
    PhoneCandidate c = new PhoneCandidate(start);
    c.isWide = isWide;
    int i = start;
    if (text.charAt(i) == '+') {
      c.plus = true;
      i = text.startsWith("+ ", i) ? i + 2 : i + 1;
    }
    if (Chars.at(text, i) == '(') {
      c.bracket = true;
      i = Chars.at(text, i + 1) == '+' ? i + 2 : i + 1;
      c.plus |= text.charAt(i - 1) == '+';
    }
    c.end = i;
    while (i >= 0 && c.group(text, i)) {
      i = c.next(text, c.end);
    }
    c.extend(text);
    return c;
  }

  private boolean group(String text, int from) {
    int i = from;
    while (Chars.digit(Chars.at(text, i))) {
      if (count == MAX_DIGITS || groups == MAX_GROUPS) {
        overflow = true;
        count -= i - from;
        return false;
      }
      digits[count++] = text.charAt(i++);
    }
    if (i == from) {
      return false;
    }
    sizes[groups] = i - from;
    ends[groups++] = i;
    end = i;
    return true;
  }

  /**
   * Returns the start of the next group after one separator, or after a bracket with an adjacent
   * space; -1 if there is none.
   */
  private int next(String text, int from) {
    int i = from;
    char separator = 0;
    int length = 0;
    while (length < 3 && " -./()".indexOf(Chars.at(text, i)) >= 0 && i < text.length()) {
      char c = text.charAt(i);
      bracket |= c == '(' || c == ')';
      separator = separator == 0 || separator == ' ' ? c : separator;
      i++;
      length++;
    }
    boolean spaced = length == 3 && text.startsWith(" - ", from);
    boolean bracketed =
        length > 1 && (separator == ')' || separator == '(' || text.charAt(i - 1) == '(');
    boolean isGap = length > 1 && !spaced && !bracketed;
    if (isGap && !isWide) {
      isWider = Chars.digit(Chars.at(text, i));
    }
    if (length == 0 || (isGap && !isWide) || !Chars.digit(Chars.at(text, i))) {
      return -1;
    }
    if (groups < MAX_GROUPS) {
      separators[groups] = separator;
    }
    return i;
  }

  private void extend(String text) {
    int i = end;
    while (i < end + 2 && " ,".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    for (String word : EXTENSIONS) {
      if (Chars.matches(text, i, word)) {
        int from = i + word.length();
        from += Chars.at(text, from) == '.' ? 1 : 0;
        from += Chars.at(text, from) == ' ' ? 1 : 0;
        int to = from;
        while (to < from + 7 && Chars.digit(Chars.at(text, to))) {
          to++;
        }
        if (to > from && to <= from + 6 && !Chars.joins(Chars.at(text, to))) {
          extension = true;
          end = to;
        }
        return;
      }
    }
  }

  int size(int group) {
    return group < groups ? sizes[group] : 0;
  }

  char separator(int group) {
    return group < groups ? separators[group] : 0;
  }

  String digits() {
    return new String(digits, 0, count);
  }

  char digit(int index) {
    return index < count ? digits[index] : 0;
  }

  boolean sizes(int... wanted) {
    if (groups != wanted.length) {
      return false;
    }
    for (int g = 0; g < wanted.length; g++) {
      if (sizes[g] != wanted[g]) {
        return false;
      }
    }
    return true;
  }

  /** Shortens the candidate to its first groups. */
  void cut(int firstGroups) {
    groups = firstGroups;
    count = 0;
    for (int g = 0; g < groups; g++) {
      count += sizes[g];
    }
    end = ends[groups - 1];
    extension = false;
    overflow = false;
  }

  /** "+100 000 000": a rounded amount in groups of three. */
  boolean amount() {
    boolean isRound = groups > 1 && one(' ') && digits().endsWith("000");
    for (int g = 1; isRound && g < groups; g++) {
      isRound = sizes[g] == 3;
    }
    return isRound;
  }

  boolean one(char separator) {
    for (int g = 1; g < groups; g++) {
      if (separators[g] != separator) {
        return false;
      }
    }
    return groups > 1;
  }
}
