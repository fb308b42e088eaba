package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import java.util.List;

/**
 * Finds telephone numbers. A scan selects candidates and decides the clear ones by grouping and
 * context; libphonenumber's numbering plans decide the rest.
 */
final class PhoneDetector extends TextScanner {

  private static final int MIN_DIGITS = 7;

  /** A candidate with fewer digits may go on after a wider gap. */
  private static final int MIN_WIDE = 9;

  private static final String GLUE = "_*$€£#@=\\&";

  private final PhonePlans plans;

  PhoneDetector(List<String> regions) {
    this.plans = new PhonePlans(regions);
  }

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (Chars.digit(c)) {
        i = blocked(text, i) ? DigitGroups.skip(text, i) : candidate(text, i, found);
      } else if (c == '+' || c == '(') {
        i = opens(text, i) ? candidate(text, i, found) : i + 1;
      } else {
        i++;
      }
    }
  }

  private static boolean opens(String text, int i) {
    char next = Chars.at(text, i + 1);
    boolean digits =
        Chars.digit(next)
            || ((next == ' ' || next == '+' || next == '(') && Chars.digit(Chars.at(text, i + 2)));
    return digits && !Chars.joins(Chars.at(text, i - 1)) && Chars.at(text, i - 1) != '*';
  }

  private static boolean blocked(String text, int i) {
    char before = Chars.at(text, i - 1);
    if (Chars.latin(before) && PhoneShapes.americanAt(text, i)) {
      return false;
    }
    if (Chars.joins(before) || (GLUE.indexOf(before) >= 0 && before != '=' && before != '\\')) {
      return true;
    }
    return "-./:".indexOf(before) >= 0
        && i > 1
        && Chars.alnum(text.charAt(i - 2))
        && !afterWord(text, i - 1);
  }

  /** "Tel:0201…", "mobile-0170…": directly attached to the introducing word. */
  private static boolean afterWord(String text, int glue) {
    char c = text.charAt(glue);
    return Chars.letter(text.charAt(glue - 1))
        && (c == ':' || PhoneContext.strong().nearestBefore(text, glue, 12) == 0);
  }

  private int candidate(String text, int start, List<PiiSpan> found) {
    PhoneCandidate c = PhoneCandidate.read(text, start, false);
    if (c.groups == 0 || insideGroups(text, c)) {
      return fallback(text, start);
    }
    if (c.isWider && c.count < MIN_WIDE) {
      PhoneCandidate wide = PhoneCandidate.read(text, start, true);
      PhoneContext around = PhoneContext.of(text, wide.start, wide.end);
      c = around == PhoneContext.PHONE || around == PhoneContext.CALL ? wide : c;
    }
    if (closedBadly(text, c.end)) {
      return fallback(text, start);
    }
    PhoneContext context =
        c.count < MIN_DIGITS - 1 ? PhoneContext.NONE : PhoneContext.of(text, c.start, c.end);
    for (int tries = 0; tries < 3; tries++) {
      if (c.count >= MIN_DIGITS - 1 && accept(text, c, context)) {
        found.add(new PiiSpan(PiiType.PHONE_NUMBER, c.start, c.end));
        return c.end;
      }
      if (c.groups < 3 || c.count <= 10) {
        break;
      }
      c.cut(c.groups - 1);
    }
    return fallback(text, start);
  }

  /** "5500 0011 2233 4455": the tail of a longer row of groups is no telephone number. */
  private static boolean insideGroups(String text, PhoneCandidate c) {
    char before = Chars.at(text, c.start - 1);
    boolean isInside =
        !c.plus
            && !c.bracket
            && (before == ' ' || before == '-')
            && Chars.digit(Chars.at(text, c.start - 2))
            && Chars.digit(Chars.at(text, c.start - 3))
            && Chars.digit(Chars.at(text, c.start - 4));
    return isInside && (c.groups == 1 || c.one(before));
  }

  private static int fallback(String text, int start) {
    int i = start;
    while (i < text.length() && !Chars.digit(text.charAt(i))) {
      i++;
    }
    return DigitGroups.skip(text, i);
  }

  private static boolean closedBadly(String text, int end) {
    char c = Chars.at(text, end);
    boolean time = (c == ':' || c == ',') && Chars.digit(Chars.at(text, end + 1));
    return Chars.latin(c) || c == '_' || c == '%' || c == '@' || time;
  }

  private boolean accept(String text, PhoneCandidate c, PhoneContext context) {
    if (PhoneShapes.somethingElse(c, context)) {
      return false;
    }
    if (c.plus) {
      return c.count >= MIN_DIGITS && plans.callingCode(c.digits()) && !c.amount();
    }
    if (PhoneShapes.international(c)) {
      return context != PhoneContext.OTHER || c.groups > 1;
    }
    return switch (context) {
      case PHONE -> c.count >= MIN_DIGITS - 1;
      case CALL -> c.count >= MIN_DIGITS && !PhoneShapes.houseNumber(text, c);
      case NONE -> PhoneShapes.american(c) || (c.count >= 9 && plans.valid(c));
      case OTHER ->
          PhoneShapes.american(c)
              && (c.bracket || c.extension || c.groups == 3)
              && !PhoneContext.isOtherAtOnce(text, c.start);
    };
  }
}
