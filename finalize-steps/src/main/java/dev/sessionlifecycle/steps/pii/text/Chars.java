package dev.sessionlifecycle.steps.pii.text;

/** What a character is, as the scanners see it. */
public final class Chars {

  private Chars() {}

  /** Whether this is an ASCII digit. */
  public static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether this is an ASCII letter. */
  public static boolean asciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether this is an ASCII letter or digit. */
  public static boolean asciiAlnum(char c) {
    return digit(c) || asciiLetter(c);
  }

  /** Whether this is a letter of any script. */
  public static boolean letter(char c) {
    return asciiLetter(c) || (c > 127 && Character.isLetter(c));
  }

  /** Whether this is a letter or digit of any script. */
  public static boolean alnum(char c) {
    return digit(c) || letter(c);
  }

  /** Whether this is a hexadecimal digit. */
  public static boolean hex(char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Whether this is white space. */
  public static boolean space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  /** Lower case for ASCII letters; any other character is returned unchanged. */
  public static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < 128 ? c : Character.toLowerCase(c);
  }

  /** The character at the index, or a NUL outside the text. */
  public static char at(String text, int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
  }

  /** Whether the text has the lower-case ASCII word at the index, in any case. */
  public static boolean matches(String text, int index, String word) {
    return text.regionMatches(true, index, word, 0, word.length());
  }
}
