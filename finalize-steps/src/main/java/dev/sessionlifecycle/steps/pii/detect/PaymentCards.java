package dev.sessionlifecycle.steps.pii.detect;

/** Payment card numbering: issuer ranges (ISO/IEC 7812) and the Luhn digit. */
final class PaymentCards {

  private PaymentCards() {}

  static boolean valid(CharSequence digits) {
    return issued(digits) && luhn(digits);
  }

  static boolean luhn(CharSequence digits) {
    int sum = 0;
    boolean twice = false;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int d = digits.charAt(i) - '0';
      if (twice) {
        d = d > 4 ? 2 * d - 9 : 2 * d;
      }
      sum += d;
      twice = !twice;
    }
    return sum % 10 == 0;
  }

  /** Returns whether an issuer uses this prefix with this length. */
  static boolean issued(CharSequence digits) {
    int n = digits.length();
    if (n < 12 || n > 19) {
      return false;
    }
    int two = number(digits, 2);
    int three = number(digits, 3);
    int four = number(digits, 4);
    return switch (digits.charAt(0)) {
      case '4' -> n == 13 || n == 16 || n == 18 || n == 19;
      case '5' -> (two >= 51 && two <= 55) ? n == 16 : two != 59 || n == 16;
      case '2' ->
          (four >= 2221 && four <= 2720)
              ? n == 16
              : (four >= 2200 && four <= 2204) || jcbOld(four, n);
      case '3' ->
          (two == 34 || two == 37) ? n == 15 : diners(two, three, n) || (two == 35 && n >= 15);
      case '6' -> n >= 12;
      case '1' -> jcbOld(four, n);
      case '8' -> two == 81 && n >= 16;
      case '9' -> four == 9792 && n == 16;
      default -> false;
    };
  }

  private static boolean diners(int two, int three, int n) {
    return (two == 36 || two == 38 || two == 39 || (three >= 300 && three <= 305)) && n >= 14;
  }

  private static boolean jcbOld(int four, int n) {
    return (four == 1800 || four == 2131) && n == 15;
  }

  private static int number(CharSequence digits, int length) {
    int value = 0;
    for (int i = 0; i < length; i++) {
      value = value * 10 + digits.charAt(i) - '0';
    }
    return value;
  }
}
