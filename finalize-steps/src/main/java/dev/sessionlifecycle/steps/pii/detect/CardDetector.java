package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;

/** Finds payment card numbers, plain or grouped as printed on cards. */
final class CardDetector extends TextScanner {

  private static final WordSet NAMED = WordSet.of(Term.CARD);
  private static final WordSet OTHER = WordSet.of(Term.NUMBER_OTHER, Term.NUMBER_OTHER_SUFFIX);
  private static final int REACH = 24;
  private static final int MIN = 12;
  private static final int MAX = 19;

  @Override
  void scan(String text, List<PiiSpan> found) {
    LooseDigits groups = new LooseDigits();
    int n = text.length();
    int i = 0;
    while (i < n) {
      if (!Chars.digit(text.charAt(i))) {
        i++;
        continue;
      }
      int end = blocked(text, i) ? -1 : match(text, i, groups);
      if (end > 0) {
        found.add(new PiiSpan(PiiType.CREDIT_CARD, i, end));
        i = end;
      } else {
        i = DigitGroups.skip(text, i);
      }
    }
  }

  private static boolean blocked(String text, int start) {
    char before = Chars.at(text, start - 1);
    boolean fraction = before == '.' && Chars.digit(Chars.at(text, start - 2));
    return Chars.joins(before) || before == '_' || before == '*' || before == '+' || fraction;
  }

  private static int match(String text, int start, LooseDigits groups) {
    if (!groups.read(text, start)) {
      return -1;
    }
    int best = -1;
    for (int g = 0; g < groups.groups && groups.totals[g] <= MAX; g++) {
      if (groups.totals[g] >= MIN
          && closed(text, groups.ends[g])
          && grouped(groups, g + 1)
          && card(text, start, groups.digits(groups.totals[g]))) {
        best = groups.ends[g];
      }
    }
    return best;
  }

  /** In an issuer's range or called a card, and in either case with a valid Luhn digit. */
  private static boolean card(String text, int start, String digits) {
    if (!PaymentCards.luhn(digits)) {
      return false;
    }
    int named = NAMED.nearestBefore(text, start, REACH);
    return named >= 0
        ? !isOther(text, start, named)
        : PaymentCards.issued(digits) && !isOther(text, start, REACH);
  }

  /** "IMEI 3569…", "tracking 6504…": the word right before says what it is. */
  private static boolean isOther(String text, int start, int named) {
    int other = OTHER.nearestBefore(text, start, REACH);
    return other >= 0 && other < named && Links.skip(text, start - other) == start;
  }

  private static boolean closed(String text, int end) {
    char c = Chars.at(text, end);
    return !Chars.joins(c) && c != '_';
  }

  private static boolean grouped(LooseDigits g, int count) {
    if (count == 1) {
      return true;
    }
    if (!g.isEven(count)) {
      return false;
    }
    int size = g.size(0);
    boolean even = size <= 4 && size != 3;
    for (int k = 1; even && k < count - 1; k++) {
      even = g.size(k) == size;
    }
    return (even && g.size(count - 1) <= Math.max(size, 4))
        || (size == 4 && count == 3 && g.size(1) == 6 && g.size(2) >= 4 && g.size(2) <= 5)
        || (size == 4 && count == 4 && g.size(1) == 4 && g.size(2) == 4 && g.size(3) <= 7)
        || (size == 6 && count == 2);
  }
}
