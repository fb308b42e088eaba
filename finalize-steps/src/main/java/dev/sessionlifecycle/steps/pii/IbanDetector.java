package dev.sessionlifecycle.steps.pii;

import java.util.List;

/** Finds IBANs, plain or in groups, by their country's length and check digits. */
final class IbanDetector extends TextScanner {

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length() - 14;
    int i = 0;
    while (i < n) {
      int end = begins(text, i) ? match(text, i) : -1;
      if (end > 0) {
        found.add(new PiiSpan(PiiType.IBAN_CODE, i, end));
        i = end;
      } else {
        i++;
      }
    }
  }

  private static boolean begins(String text, int i) {
    return Chars.asciiLetter(text.charAt(i))
        && Chars.asciiLetter(text.charAt(i + 1))
        && digitAfterSpace(text, i + 2)
        && !Chars.alnum(Chars.at(text, i - 1));
  }

  private static boolean digitAfterSpace(String text, int i) {
    char c = text.charAt(i);
    return Chars.digit(c) || (c == ' ' && Chars.digit(text.charAt(i + 1)));
  }

  private static int match(String text, int start) {
    int length = Iban.length(text.charAt(start), text.charAt(start + 1));
    char[] iban = new char[Math.max(length, 0)];
    int count = 0;
    int i = start;
    while (count < length) {
      char c = Chars.at(text, i);
      if (Chars.asciiAlnum(c)) {
        iban[count++] = c >= 'a' ? (char) (c - 32) : c;
        i++;
      } else if ((c == ' ' || c == '-' || c == '.') && Chars.asciiAlnum(Chars.at(text, i + 1))) {
        i++;
      } else {
        return -1;
      }
    }
    return length > 0 && !Chars.alnum(Chars.at(text, i)) && Iban.checks(iban) ? i : -1;
  }
}
