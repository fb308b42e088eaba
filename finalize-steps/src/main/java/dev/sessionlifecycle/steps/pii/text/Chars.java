package dev.sessionlifecycle.steps.pii.text;

import java.util.BitSet;

/** Character classes used by the scanners. */
public final class Chars {

  /** Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean letters, first and last in turns. */
  private static final int[] UNSPACED_RANGES = {
    0x0E00, 0x0EFF, 0x1000, 0x109F, 0x1780, 0x17FF, 0x3005, 0x30FA, 0x30FC, 0x30FF, 0x31F0, 0x31FF,
    0x3400, 0x9FFF, 0xAC00, 0xD7AF, 0xF900, 0xFAFF
  };

  private static final BitSet UNSPACED = ranges(UNSPACED_RANGES);

  private Chars() {}

  private static BitSet ranges(int[] bounds) {
    BitSet set = new BitSet(1 << 16);
    for (int i = 0; i < bounds.length; i += 2) {
      set.set(bounds[i], bounds[i + 1] + 1);
    }
    return set;
  }

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
    return asciiLetter(c) || (c > 127 && (Character.isLetter(c) || mark(c)));
  }

  /** A vowel sign or an accent after a letter belongs to it. */
  private static boolean mark(char c) {
    int type = c < 0x300 ? Character.UNASSIGNED : Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** Returns whether this is a letter or digit of any script. */
  public static boolean alnum(char c) {
    return digit(c) || letter(c);
  }

  /** Returns whether this is a letter of the Latin script. */
  public static boolean latin(char c) {
    return asciiLetter(c)
        || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7)
        || (c >= 0x1E00 && c < 0x1F00);
  }

  /**
   * Returns whether this, next to a number or an address, belongs to it: a digit or a Latin letter.
   * Words of other scripts may touch a number without a space.
   */
  public static boolean joins(char c) {
    return digit(c) || latin(c);
  }

  /** Returns whether this is a letter of a script that is written without spaces between words. */
  public static boolean unspaced(char c) {
    return c >= 0x0E00 && UNSPACED.get(c);
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

  /** Returns the place after at most so many of these characters. */
  public static int skip(String text, int from, int most, String characters) {
    int i = from;
    while (i < from + most && i < text.length() && characters.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Returns the place after at most so many digits. */
  public static int digits(String text, int from, int most) {
    int i = from;
    while (i < from + most && digit(at(text, i))) {
      i++;
    }
    return i;
  }

  /** Returns whether the lower-case ASCII word occurs at the index, ignoring case. */
  public static boolean matches(String text, int index, String word) {
    return text.regionMatches(true, index, word, 0, word.length());
  }
}
