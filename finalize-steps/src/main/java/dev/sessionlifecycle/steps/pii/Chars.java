package dev.sessionlifecycle.steps.pii;

/** What a character is, as the scanners see it. */
final class Chars {

  private Chars() {}

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean asciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean asciiAlnum(char c) {
    return digit(c) || asciiLetter(c);
  }

  static boolean letter(char c) {
    return asciiLetter(c) || (c > 127 && Character.isLetter(c));
  }

  static boolean alnum(char c) {
    return digit(c) || letter(c);
  }

  static boolean hex(char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < 128 ? c : Character.toLowerCase(c);
  }

  /** The character at the index, or a NUL outside the text. */
  static char at(String text, int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
  }

  /** Whether the text has the lower-case ASCII word at the index, in any case. */
  static boolean matches(String text, int index, String word) {
    return text.regionMatches(true, index, word, 0, word.length());
  }
}
