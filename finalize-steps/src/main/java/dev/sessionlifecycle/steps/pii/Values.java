package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.PlainText;

/** Brings values that are written differently to one form. */
final class Values {

  private Values() {}

  /** Lower-case letters and digits, with the marks that tell an address; no separators. */
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
