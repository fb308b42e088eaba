package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.PlainText;

/** Normalizes values that can be written in different ways. */
final class Values {

  private Values() {}

  /**
   * Returns lower-case letters and digits, and the punctuation that distinguishes addresses,
   * without separators.
   */
  static String normalize(String value) {
    String plain = PlainText.of(value);
    StringBuilder out = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      boolean betweenLetters =
          c == '.' && Chars.letter(Chars.at(plain, i + 1)) && Chars.alnum(Chars.at(plain, i - 1));
      if (Chars.alnum(c) || c == '@' || c == ':' || c == '_' || betweenLetters) {
        out.append(Chars.lower(c));
      }
    }
    return out.toString();
  }
}
