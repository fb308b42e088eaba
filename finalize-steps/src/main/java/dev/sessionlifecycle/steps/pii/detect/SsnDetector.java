package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Set;

/**
 * Finds United States social security numbers: 3-2-4 digits with one kind of separator, or nine
 * digits if the words before them say so. Numbers that are never issued are not reported.
 */
final class SsnDetector extends TextScanner {

  private static final Set<String> CONTEXT = Words.set("ssn social security itin taxpayer");
  private static final int REACH = 48;

  @Override
  void scan(String text, List<PiiSpan> found) {
    DigitGroups groups = new DigitGroups();
    int i = 0;
    int last = -2;
    while (i < text.length()) {
      if (!Chars.digit(text.charAt(i))) {
        i++;
        continue;
      }
      boolean isNext = i == last + 1 && text.charAt(last) == ' ';
      int end = isNext || !blocked(text, i) ? match(text, i, groups) : -1;
      if (end > 0) {
        found.add(new PiiSpan(PiiType.US_SSN, i, end));
        last = end;
        i = end;
      } else {
        i = DigitGroups.skip(text, i);
      }
    }
  }

  private static boolean blocked(String text, int start) {
    char before = Chars.at(text, start - 1);
    boolean joined = " -./".indexOf(before) >= 0 && Chars.alnum(Chars.at(text, start - 2));
    return Chars.joins(before)
        || "_*+$(".indexOf(before) >= 0
        || (joined && (before != ' ' || Chars.digit(Chars.at(text, start - 2))));
  }

  private static int match(String text, int start, DigitGroups g) {
    if (!g.read(text, start, " -.")) {
      return -1;
    }
    boolean parted =
        g.groups >= 3
            && g.size(0) == 3
            && g.size(1) == 2
            && g.size(2) == 4
            && text.charAt(g.to[0]) == text.charAt(g.to[1]);
    int groups = parted ? 3 : 1;
    if ((!parted && g.size(0) != 9) || !closed(text, g, groups)) {
      return -1;
    }
    String digits = g.digits(groups);
    boolean dashes = parted && text.charAt(g.to[0]) == '-';
    boolean named = Words.nearBefore(text, start, REACH, CONTEXT);
    boolean accepted =
        named || (dashes && issuable(digits)) || (parted && g.groups == 3 && issuable(digits));
    return accepted && !digits.startsWith("000") ? g.to[groups - 1] : -1;
  }

  private static boolean closed(String text, DigitGroups g, int groups) {
    int end = g.to[groups - 1];
    char c = Chars.at(text, end);
    boolean joined = c == '-' || c == '.' || c == '/';
    return !Chars.joins(c) && c != '_' && !(joined && Chars.digit(Chars.at(text, end + 1)));
  }

  static boolean issuable(String digits) {
    return !digits.startsWith("000")
        && !digits.startsWith("666")
        && digits.charAt(0) != '9'
        && !digits.startsWith("00", 3)
        && !digits.startsWith("0000", 5);
  }
}
