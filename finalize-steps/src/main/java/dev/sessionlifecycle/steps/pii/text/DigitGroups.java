package dev.sessionlifecycle.steps.pii.text;

/**
 * Grouped digits, as in written numbers: read from a position, with one separator between groups,
 * up to a limit.
 */
public final class DigitGroups {

  static final int MAX_DIGITS = 20;

  final int[] from = new int[MAX_DIGITS];
  public final int[] to = new int[MAX_DIGITS];
  private final char[] digits = new char[MAX_DIGITS];
  public int groups;
  int count;

  /**
   * Reads groups from a digit on; returns false if a group is longer than that of any known number.
   */
  public boolean read(String text, int start, String separators) {
    groups = 0;
    count = 0;
    int i = start;
    while (true) {
      int begin = i;
      while (Chars.digit(Chars.at(text, i))) {
        if (count == MAX_DIGITS) {
          return groups > 0 && drop(begin);
        }
        digits[count++] = text.charAt(i++);
      }
      from[groups] = begin;
      to[groups++] = i;
      if (count == MAX_DIGITS
          || separators.indexOf(Chars.at(text, i)) < 0
          || !Chars.digit(Chars.at(text, i + 1))) {
        return true;
      }
      i++;
    }
  }

  private boolean drop(int begin) {
    count = 0;
    for (int g = 0; g < groups; g++) {
      count += to[g] - from[g];
    }
    return begin > from[0];
  }

  /** Returns the number of digits in a group. */
  public int size(int group) {
    return to[group] - from[group];
  }

  /** Returns the digits of the first groups. */
  public String digits(int firstGroups) {
    int length = 0;
    for (int g = 0; g < firstGroups; g++) {
      length += size(g);
    }
    return new String(digits, 0, length);
  }

  /** Returns the sizes of the groups of digits in a text, one after the other. */
  public static String sizes(String text) {
    StringBuilder sizes = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int end = skip(text, i);
      if (end > i) {
        sizes.append(end - i);
        i = end;
      }
    }
    return sizes.toString();
  }

  /** Returns the index after the digits that start here. */
  public static int skip(String text, int start) {
    int i = start;
    while (Chars.digit(Chars.at(text, i))) {
      i++;
    }
    return i;
  }
}
