package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Set;

/**
 * Finds IBANs, plain or grouped, by their country's length and check digits. A value that is called
 * an IBAN and passes the check is accepted regardless of its length.
 */
final class IbanDetector extends TextScanner {

  private static final Set<String> NAMED =
      Words.set("iban ibans account konto compte cuenta conto conta rekening transfer");
  private static final int REACH = 24;
  private static final int LONGEST = 34;
  private static final int SHORTEST = 15;

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
        && (!Chars.joins(Chars.at(text, i - 1)) || Chars.matches(text, i - 4, "iban"));
  }

  private static boolean digitAfterSpace(String text, int i) {
    char c = text.charAt(i);
    return Chars.digit(c) || (c == ' ' && Chars.digit(text.charAt(i + 1)));
  }

  private static int match(String text, int start) {
    int length = Iban.length(text.charAt(start), text.charAt(start + 1));
    int end = length == 0 ? -1 : match(text, start, length);
    boolean isNamed = length > 0 && Words.nearBefore(text, start, REACH, NAMED);
    if (end > 0 && !isNamed && isSentence(text, start, end)) {
      return -1;
    }
    if (end < 0 && isNamed) {
      for (int other = LONGEST; end < 0 && other >= SHORTEST; other--) {
        end = match(text, start, other);
      }
    }
    return end;
  }

  /** "at 12 pm at the …": one in a hundred sentences has the right check digits. */
  private static boolean isSentence(String text, int start, int end) {
    int words = 0;
    boolean isWord = false;
    for (int i = start + 2; i < end; i++) {
      char c = text.charAt(i);
      boolean isBegin = !Chars.joins(text.charAt(i - 1));
      isWord = Chars.asciiLetter(c) && (isBegin || isWord);
      boolean isEnd = isWord && !Chars.joins(Chars.at(text, i + 1));
      words += isEnd && Character.isLowerCase(c) ? 1 : 0;
    }
    return words > 1;
  }

  private static int afterGap(String text, int from) {
    int i = from;
    while (i < from + 3 && " -.,/\n\t".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    return Chars.asciiAlnum(Chars.at(text, i)) ? i : from;
  }

  private static int match(String text, int start, int length) {
    char[] iban = new char[length];
    int count = 0;
    int i = start;
    while (count < length) {
      char c = Chars.at(text, i);
      if (Chars.asciiAlnum(c)) {
        iban[count++] = c >= 'a' ? (char) (c - 32) : c;
        i++;
      } else {
        int next = afterGap(text, i);
        if (next == i || count == 0) {
          return -1;
        }
        i = next;
      }
    }
    return !Chars.joins(Chars.at(text, i)) && Iban.checks(iban) ? i : -1;
  }
}
