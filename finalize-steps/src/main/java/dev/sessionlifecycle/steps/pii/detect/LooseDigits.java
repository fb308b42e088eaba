package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/**
 * Digits in groups with whatever people type between them: up to three spaces, hyphens, dots,
 * commas, slashes or line breaks.
 */
final class LooseDigits {

  static final int MAX_GROUPS = 20;
  private static final int MAX_DIGITS = 24;
  private static final int MAX_GAP = 3;
  private static final String GAP = " -./,\n\t";

  final int[] ends = new int[MAX_GROUPS];
  final int[] totals = new int[MAX_GROUPS];
  private final StringBuilder digits = new StringBuilder(MAX_DIGITS);
  private String gap = "";
  private int evenGroups;
  int groups;

  /** Reads from a digit on; returns whether there is at least one group of bounded length. */
  boolean read(String text, int start) {
    groups = 0;
    evenGroups = MAX_GROUPS;
    digits.setLength(0);
    int i = start;
    while (groups < MAX_GROUPS) {
      int end = i;
      while (Chars.digit(Chars.at(text, end))) {
        end++;
      }
      if (end == i || digits.length() + end - i > MAX_DIGITS) {
        break;
      }
      digits.append(text, i, end);
      ends[groups] = end;
      totals[groups++] = digits.length();
      int next = end;
      while (next < end + MAX_GAP && GAP.indexOf(Chars.at(text, next)) >= 0) {
        next++;
      }
      if (next == end || !Chars.digit(Chars.at(text, next))) {
        break;
      }
      String between = text.substring(end, next);
      if (groups > 1 && !between.equals(gap) && evenGroups == MAX_GROUPS) {
        evenGroups = groups;
      }
      gap = between;
      i = next;
    }
    return groups > 0;
  }

  /** Returns whether the same separators stand between so many groups. */
  boolean isEven(int count) {
    return count <= evenGroups;
  }

  int size(int group) {
    return totals[group] - (group == 0 ? 0 : totals[group - 1]);
  }

  String digits(int count) {
    return digits.substring(0, count);
  }

  int count() {
    return digits.length();
  }
}
