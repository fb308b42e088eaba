package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number after the words that say what it is: a card, an account, a passport, a PIN. What
 * is named needs no valid check digit, since digits are mistyped and misheard.
 */
final class NamedNumbers {

  private static final WordSet CARD_WORDS = WordSet.of(Term.CARD);
  private static final WordSet CODE_WORDS = WordSet.of(Term.SECRET_CODE);
  private static final int CONTEXT = 60;
  private static final int LONGEST_TOKEN = 20;
  private static final int LONGEST_IBAN = 34;
  private static final int MOST_DIGITS = 16;

  /** The digits of a number that also has as many letters. */
  private static final int LEAST_MIXED = 4;

  private NamedNumbers() {}

  /** Returns the value of this kind that follows an announcement which ends here, or null. */
  static @Nullable PiiSpan after(String text, Term term, int end) {
    int start = Links.skip(text, end);
    if (start >= text.length() || !Chars.alnum(text.charAt(start)) || inside(text, start)) {
      return null;
    }
    return switch (term) {
      case CARD -> span(PiiType.CREDIT_CARD, start, card(text, start));
      case IBAN -> span(PiiType.IBAN_CODE, start, iban(text, start));
      case ACCOUNT -> account(text, start);
      case SSN -> span(PiiType.US_SSN, start, socialSecurity(text, start));
      case DOCUMENT -> span(PiiType.NATIONAL_ID, start, token(text, start, 5));
      case SECRET_CODE -> span(PiiType.SECRET, start, code(text, start));
      case EXPIRY -> span(PiiType.SECRET, start, expiry(text, start));
      default -> null;
    };
  }

  private static boolean inside(String text, int start) {
    char before = Chars.at(text, start - 1);
    return Chars.joins(before) || before == '*' || before == '[' || before == '_' || before == '+';
  }

  private static @Nullable PiiSpan span(PiiType type, int start, int end) {
    return end > start ? new PiiSpan(type, start, end) : null;
  }

  private static int card(String text, int start) {
    int spoken = spoken(text, start, 12, 20);
    if (spoken > 0) {
      return spoken;
    }
    LooseDigits digits = new LooseDigits();
    if (!Chars.digit(text.charAt(start)) || !digits.read(text, start)) {
      return -1;
    }
    int best = -1;
    int bestScore = 0;
    for (int g = 0; g < digits.groups; g++) {
      int total = digits.totals[g];
      if (total >= 12 && total <= 19 && closed(text, digits.ends[g])) {
        int score = score(digits.digits(total));
        best = score > bestScore ? digits.ends[g] : best;
        bestScore = Math.max(score, bestScore);
      }
    }
    return best > 0 ? best : beforeExpiry(text, start, digits);
  }

  /** The more it looks like a card number, the better. */
  private static int score(String digits) {
    int usual = digits.charAt(0) == '3' ? 15 : 16;
    boolean isValid = PaymentCards.valid(digits);
    return isValid ? 4 : digits.length() == usual ? 3 : digits.length() > usual ? 1 : 2;
  }

  /** "453952601815908309/27": the expiry date follows without a space. */
  private static int beforeExpiry(String text, int start, LooseDigits digits) {
    boolean isLong = digits.size(0) == 18 && text.charAt(digits.ends[0]) == '/';
    return isLong && PaymentCards.valid(digits.digits(16)) ? start + 16 : -1;
  }

  private static int iban(String text, int start) {
    int i = start;
    int letters = 0;
    int digits = 0;
    int end = -1;
    while (letters + digits < LONGEST_IBAN && Chars.asciiAlnum(Chars.at(text, i))) {
      boolean isDigit = Chars.digit(text.charAt(i));
      if (!isDigit && letters == 2 && digits < 2) {
        break;
      }
      digits += isDigit ? 1 : 0;
      letters += isDigit ? 0 : 1;
      end = ++i;
      i = Chars.skip(text, i, 3, " -.\n\t");
      char next = Chars.at(text, i);
      if (i > end && Chars.asciiLetter(next) && !ibanGroup(text, i, letters)) {
        break;
      }
    }
    boolean isLikely = letters >= 2 && digits >= 11 && letters + digits >= 15;
    return isLikely && closed(text, end) ? end : -1;
  }

  /** A letter that goes on after a space belongs to the second one of the country or to a bank. */
  private static boolean ibanGroup(String text, int at, int letters) {
    int end = at;
    boolean isUpper = true;
    while (end < at + 5 && Chars.asciiAlnum(Chars.at(text, end))) {
      isUpper &= !Character.isLowerCase(text.charAt(end));
      end++;
    }
    return end == at + 1 || (letters >= 2 && isUpper && end - at <= 4);
  }

  private static @Nullable PiiSpan account(String text, int start) {
    int iban = Chars.asciiLetter(text.charAt(start)) ? iban(text, start) : -1;
    if (iban > 0) {
      return new PiiSpan(PiiType.IBAN_CODE, start, iban);
    }
    return span(PiiType.ACCOUNT_ID, start, token(text, start, 5));
  }

  private static int socialSecurity(String text, int start) {
    int spoken = spoken(text, start, 9, 9);
    spoken = spoken > 0 ? spoken : spoken(text, start, 4, 4);
    LooseDigits digits = new LooseDigits();
    if (spoken > 0 || !Chars.digit(text.charAt(start)) || !digits.read(text, start)) {
      return spoken;
    }
    int end = -1;
    for (int g = 0; g < digits.groups; g++) {
      boolean isLast = g == digits.groups - 1;
      if (digits.totals[g] == 9 || (isLast && digits.totals[g] == 4)) {
        end = closed(text, digits.ends[g]) ? digits.ends[g] : end;
      }
    }
    return end;
  }

  /** Reads letters and digits in groups, with at least so many digits. */
  private static int token(String text, int start, int least) {
    int spoken = spoken(text, start, least, 24);
    if (spoken > 0) {
      return spoken;
    }
    int end = -1;
    int digits = 0;
    int i = start;
    while (i < start + 2 * LONGEST_TOKEN && digits < MOST_DIGITS) {
      int to = groupEnd(text, i);
      int numerals = count(text, i, to, true);
      boolean isPart = group(text, i, to, numerals, i == start);
      if (!isPart || !closed(text, to)) {
        break;
      }
      digits += numerals;
      end = numerals > 0 || to - i <= 2 ? to : end;
      i = Chars.skip(text, to, 1, " -./");
      if (i == to) {
        break;
      }
    }
    boolean isLong = digits >= least || (digits >= LEAST_MIXED && end - start >= 2 * LEAST_MIXED);
    return isLong && Chars.at(text, end) != '%' ? end : -1;
  }

  private static int groupEnd(String text, int from) {
    int to = from;
    while (to <= from + LONGEST_TOKEN && Chars.asciiAlnum(Chars.at(text, to))) {
      to++;
    }
    return to;
  }

  /** A group has digits, or is a few capitals; only the first one may have small letters. */
  private static boolean group(String text, int from, int to, int numerals, boolean isFirst) {
    int length = to - from;
    if (length == 0 || length > LONGEST_TOKEN) {
      return false;
    }
    boolean isLower = count(text, from, to, false) > 0;
    return numerals > 0 ? !isLower || isFirst : length <= 4 && !isLower;
  }

  private static int count(String text, int from, int to, boolean isDigits) {
    int count = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      count += (isDigits ? Chars.digit(c) : Character.isLowerCase(c)) ? 1 : 0;
    }
    return count;
  }

  private static int code(String text, int start) {
    int spoken = spoken(text, start, 3, 10);
    if (spoken > 0) {
      return spoken;
    }
    if (!Chars.digit(text.charAt(start))) {
      return mixedCode(text, start);
    }
    LooseDigits digits = new LooseDigits();
    digits.read(text, start);
    for (int g = Math.min(digits.groups, 4) - 1; g >= 0; g--) {
      boolean isCode = digits.totals[g] >= 3 && digits.totals[g] <= 8 && digits.isEven(g + 1);
      if (isCode && closed(text, digits.ends[g]) && Chars.at(text, digits.ends[g]) != '%') {
        return digits.ends[g];
      }
    }
    return mixedCode(text, start);
  }

  /** "7KD2-99AX": capitals and digits. */
  private static int mixedCode(String text, int start) {
    int i = start;
    int digits = 0;
    int letters = 0;
    while (i < start + 40 && codePart(text, i)) {
      digits += Chars.digit(text.charAt(i)) ? 1 : 0;
      letters += Chars.asciiLetter(text.charAt(i)) ? 1 : 0;
      i++;
    }
    return digits > 0 && digits + letters >= 4 && closed(text, i) ? i : -1;
  }

  private static boolean codePart(String text, int i) {
    char c = Chars.at(text, i);
    return c == '-'
        ? Chars.asciiAlnum(Chars.at(text, i + 1))
        : Chars.asciiAlnum(c) && !Character.isLowerCase(c);
  }

  /** "09/27", if a card or a code is mentioned nearby. */
  private static int expiry(String text, int start) {
    int slash = Chars.digits(text, start, 2);
    int end = Chars.digits(text, slash + 1, 5);
    boolean isDate =
        slash > start
            && "/-. ".indexOf(Chars.at(text, slash)) >= 0
            && (end == slash + 3 || end == slash + 5)
            && Integer.parseInt(text, start, slash, 10) <= 12;
    if (!isDate) {
      end = Chars.digits(text, start, 5);
      isDate = end == start + 4;
    }
    boolean isLonger = Chars.at(text, end) == '/' && Chars.digit(Chars.at(text, end + 1));
    return isDate && !isLonger && closed(text, end) && cardNear(text, start, end) ? end : -1;
  }

  private static boolean cardNear(String text, int start, int end) {
    return near(text, start, end, CARD_WORDS)
        || near(text, start, end, CODE_WORDS)
        || text.substring(end, Math.min(text.length(), end + CONTEXT)).contains("digits");
  }

  private static boolean near(String text, int start, int end, WordSet words) {
    int reach = Math.min(text.length(), end + CONTEXT);
    return words.isNearBefore(text, start, CONTEXT) || words.isNearBefore(text, reach, reach - end);
  }

  /** Returns the end of a spoken number with so many digits that begins here, or -1. */
  private static int spoken(String text, int start, int least, int most) {
    SpokenRun run = new SpokenRun();
    run.read(text, start);
    boolean isNumber = run.spoken() && run.start() == start;
    return isNumber && run.count() >= least && run.count() <= most ? run.end() : -1;
  }

  private static boolean closed(String text, int end) {
    char c = Chars.at(text, end);
    return !Chars.joins(c) && c != '_' && c != '@';
  }
}
