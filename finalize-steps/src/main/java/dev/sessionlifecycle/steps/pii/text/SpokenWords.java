package dev.sessionlifecycle.steps.pii.text;

/** Walks from word to word over the small gaps that speech and spelled-out addresses have. */
public final class SpokenWords {

  private static final int LONGEST = 40;
  private static final int MAX_GAP = 3;
  private static final String GAP = " ,[](){}<>-\n\"";

  private final String text;

  public SpokenWords(String text) {
    this.text = text;
  }

  /** The word as written. */
  public String text() {
    return text;
  }

  /** The end of the run of letters and digits from here. */
  public int letters(int from) {
    int i = from;
    while (i < text.length() && Chars.alnum(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The end of a word that begins here, or the beginning where it is too long. */
  public int wordEnd(int from) {
    int i = from;
    while (i < text.length() && i <= from + LONGEST && wordChar(text.charAt(i))) {
      i++;
    }
    return i - from > LONGEST ? from : i;
  }

  /** The start of a word that ends here, or the end where it is too long. */
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

  /** Over a small gap; the same place where there is none. */
  public int skipGap(int from) {
    int i = from;
    while (i < text.length() && i < from + MAX_GAP && GAP.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Back over a small gap; the same place where there is none. */
  public int skipGapBack(int to) {
    int i = to;
    while (i > 0 && i > to - MAX_GAP && GAP.indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }

  /** Whether the word is this one, ignoring case. */
  public boolean is(int from, int to, String word) {
    return to - from == word.length() && Chars.matches(text, from, word);
  }

  /** The word in lower case. */
  public String lower(int from, int to) {
    return Words.lower(text, from, to);
  }
}
