package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds spoken numbers: "four one five double five five …", "4 1 5 5 5 5 0 1 3 2". The digits are
 * joined and judged like written ones. Because digits may be misheard, a card number next to the
 * word "card" is accepted without a valid Luhn digit.
 */
final class SpokenDigitsDetector extends TextScanner {

  private static final WordSet CARD = WordSet.of(Term.CARD);
  private static final Set<String> SSN = Words.set("ssn social security");
  private static final WordSet COUNT = WordSet.of(Term.COUNT);
  private static final int REACH = 44;
  private static final int MIN = 7;
  private static final int LONGEST_PHONE = 15;

  @Override
  void scan(String text, List<PiiSpan> found) {
    SpokenRun run = new SpokenRun();
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (!Chars.alnum(c)) {
        i++;
      } else if (begins(text, i)) {
        i = judge(text, i, run, found);
      } else {
        i = wordEnd(text, i);
      }
    }
  }

  private static boolean begins(String text, int i) {
    if (Chars.at(text, i - 1) == '*' || Chars.at(text, i - 1) == '_') {
      return false;
    }
    if (Chars.digit(text.charAt(i))) {
      return DigitGroups.skip(text, i) - i <= 4;
    }
    int end = i;
    while (end < text.length()
        && end <= i + NumberWords.LONGEST
        && Chars.letter(text.charAt(end))) {
      end++;
    }
    NumberWords.Word word = NumberWords.at(text, i, end);
    return word == null
        ? NumberWords.joint(text, i, end) > 0
        : word.kind() != NumberWords.Kind.FILLER;
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Chars.alnum(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int judge(String text, int from, SpokenRun run, List<PiiSpan> found) {
    int next = run.read(text, from);
    boolean isMostlyLike = 2 * run.likes() > run.count();
    if (run.count() >= 4 && run.spoken() && !isMostlyLike) {
      PiiType type = type(text, run);
      if (type != null) {
        found.add(new PiiSpan(type, run.start(), run.end()));
      }
    }
    return next;
  }

  private static @Nullable PiiType type(String text, SpokenRun run) {
    int n = run.count();
    if (run.octets()) {
      return PiiType.IP_ADDRESS;
    }
    String digits = run.digits();
    if (n < MIN || counts(text, run)) {
      return null;
    }
    if (n >= 13 && PaymentCards.valid(digits)) {
      return PiiType.CREDIT_CARD;
    }
    if (n >= 13 && CARD.isNearBefore(text, run.start(), REACH)) {
      return PiiType.CREDIT_CARD;
    }
    if (n == 9 && Words.nearBefore(text, run.start(), REACH, SSN)) {
      return PiiType.US_SSN;
    }
    return phone(digits, PhoneContext.of(text, run.start(), run.end()), run)
        ? PiiType.PHONE_NUMBER
        : null;
  }

  /** Somebody counts: one two three four five six. */
  private static boolean counts(String text, SpokenRun run) {
    boolean isRow =
        run.digits().startsWith("123456")
            || run.digits().startsWith("109876")
            || run.digits().startsWith("987654");
    return COUNT.isNearBefore(text, run.start(), 24)
        || (isRow && PhoneContext.of(text, run.start(), run.end()) != PhoneContext.PHONE);
  }

  private static boolean phone(String digits, PhoneContext context, SpokenRun run) {
    int n = digits.length();
    if (run.plus()) {
      return n <= LONGEST_PHONE;
    }
    boolean american = (n == 10 && digits.charAt(0) >= '2') || (n == 11 && digits.charAt(0) == '1');
    return switch (context) {
      case PHONE, CALL -> n <= 2 * LONGEST_PHONE;
      case NONE -> american || (digits.charAt(0) == '0' && n >= 10 && n <= 12);
      case OTHER -> false;
    };
  }
}
