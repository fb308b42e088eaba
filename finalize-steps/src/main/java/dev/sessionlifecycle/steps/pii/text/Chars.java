package dev.sessionlifecycle.steps.pii.text;

/** Character classes used by the scanners. */
public final class Chars {

  private Chars() {}

  /** Returns whether this is an ASCII digit. */
  public static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Returns whether this is an ASCII letter. */
  public static boolean asciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Returns whether this is an ASCII letter or digit. */
  public static boolean asciiAlnum(char c) {
    return digit(c) || asciiLetter(c);
  }

  /** Returns whether this is a letter of any script. */
  public static boolean letter(char c) {
    return asciiLetter(c) || (c > 127 && Character.isLetter(c));
  }

  /** Returns whether this is a letter or digit of any script. */
  public static boolean alnum(char c) {
    return digit(c) || letter(c);
  }

  /** Returns whether this is a hexadecimal digit. */
  public static boolean hex(char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Returns whether this is white space. */
  public static boolean space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  /** Returns an ASCII letter in lower case, and any other character unchanged. */
  public static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < 128 ? c : Character.toLowerCase(c);
  }

  /** Returns the character at the index, or NUL outside the text. */
  public static char at(String text, int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
  }

  /** Returns whether the lower-case ASCII word occurs at the index, ignoring case. */
  public static boolean matches(String text, int index, String word) {
    return text.regionMatches(true, index, word, 0, word.length());
  }
}
