package dev.sessionlifecycle.steps.pii.text;

/** Moves from word to word across the small gaps found in speech and spelled-out addresses. */
public final class SpokenWords {

  private static final int LONGEST = 40;
  private static final int MAX_GAP = 3;
  private static final String GAP = " ,[](){}<>-\n\"";

  private final String text;

  public SpokenWords(String text) {
    this.text = text;
  }

  /** Returns the text as written. */
  public String text() {
    return text;
  }

  /** Returns the end of the run of letters and digits from this position. */
  public int letters(int from) {
    int i = from;
    while (i < text.length() && Chars.alnum(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Returns the end of the word that begins here, or {@code from} if it is too long. */
  public int wordEnd(int from) {
    int i = from;
    while (i < text.length() && i <= from + LONGEST && wordChar(text.charAt(i))) {
      i++;
    }
    return i - from > LONGEST ? from : i;
  }

  /** Returns the start of the word that ends here, or {@code to} if it is too long. */
  public int wordStart(int to) {
    int i = to;
    while (i > 0 && i >= to - LONGEST && wordChar(text.charAt(i - 1))) {
      i--;
    }
    return to - i > LONGEST ? to : i;
  }

  private static boolean wordChar(char c) {
    return Chars.alnum(c) || c == '_' || c == '\'';
  }

  /** Returns the position after a small gap, or {@code from} if there is none. */
  public int skipGap(int from) {
    int i = from;
    while (i < text.length() && i < from + MAX_GAP && GAP.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Returns the position before a small gap, or {@code to} if there is none. */
  public int skipGapBack(int to) {
    int i = to;
    while (i > 0 && i > to - MAX_GAP && GAP.indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }

  /** Returns whether the word equals this one, ignoring case. */
  public boolean is(int from, int to, String word) {
    return to - from == word.length() && Chars.matches(text, from, word);
  }

  /** Returns the word in lower case. */
  public String lower(int from, int to) {
    return Words.lower(text, from, to);
  }
}
