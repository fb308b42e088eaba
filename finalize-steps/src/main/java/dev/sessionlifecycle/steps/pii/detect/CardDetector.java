package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Set;

/** Finds payment card numbers, plain or grouped as printed on cards. */
final class CardDetector extends TextScanner {

  private static final Set<String> NAMED =
      Words.set(
          "card cards cc visa mastercard amex maestro discover debit karte carte tarjeta carta");
  private static final int REACH = 24;
  private static final int MIN = 12;
  private static final int MAX = 19;

  @Override
  void scan(String text, List<PiiSpan> found) {
    DigitGroups groups = new DigitGroups();
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
    return Chars.alnum(before) || before == '_' || before == '*' || before == '+' || fraction;
  }

  private static int match(String text, int start, DigitGroups groups) {
    if (!groups.read(text, start, " -.")) {
      return -1;
    }
    int total = 0;
    int best = -1;
    for (int g = 0; g < groups.groups && total <= MAX; g++) {
      total += groups.size(g);
      boolean size = total >= MIN && total <= MAX;
      if (size
          && closed(text, groups.to[g])
          && grouped(text, groups, g + 1)
          && card(text, start, groups.digits(g + 1))) {
        best = groups.to[g];
      }
    }
    return best;
  }

  /** In an issuer's range or called a card, and in either case with a valid Luhn digit. */
  private static boolean card(String text, int start, String digits) {
    return PaymentCards.luhn(digits)
        && (PaymentCards.issued(digits) || Words.nearBefore(text, start, REACH, NAMED));
  }

  private static boolean closed(String text, int end) {
    char c = Chars.at(text, end);
    return !Chars.alnum(c) && c != '_';
  }

  private static boolean grouped(String text, DigitGroups g, int count) {
    if (count == 1) {
      return true;
    }
    char separator = text.charAt(g.to[0]);
    for (int k = 1; k < count - 1; k++) {
      if (text.charAt(g.to[k]) != separator) {
        return false;
      }
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
