package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a word that is spelled out: "M A R I A", "K-E-L-L-E-R", "K as in kilo E as in echo". */
final class SpelledName {

  private static final int LEAST = 3;
  private static final int MOST = 40;
  private static final int LONGEST_WORD = 12;
  private static final Set<String> LIKE =
      Words.set("as like for wie comme come como in de di zoals jak di");

  private SpelledName() {}

  /** Returns the spelled word that begins here, or null. */
  static @Nullable PiiSpan at(String text, int start) {
    int letters = 0;
    int end = -1;
    int i = start;
    while (letters < MOST
        && Chars.latin(Chars.at(text, i))
        && !Chars.joins(Chars.at(text, i + 1))) {
      letters++;
      end = i + 1;
      int example = example(text, i);
      end = example > 0 ? example : end;
      int next = end;
      while (next < end + 2 && " -.,".indexOf(Chars.at(text, next)) >= 0) {
        next++;
      }
      if (next == end) {
        break;
      }
      i = next;
    }
    return letters >= LEAST ? new PiiSpan(PiiType.PERSON, start, end) : null;
  }

  /** Returns the end of "as in kilo" after a letter with which the last word begins, or -1. */
  static int example(String text, int letter) {
    int i = letter + 1;
    for (int word = 0; word < 3 && Chars.at(text, i) == ' '; word++) {
      int from = i + 1;
      int to = from;
      while (to < from + LONGEST_WORD && Chars.letter(Chars.at(text, to))) {
        to++;
      }
      if (to == from) {
        return -1;
      }
      boolean isExample =
          word > 0 && Chars.lower(text.charAt(from)) == Chars.lower(text.charAt(letter));
      if (isExample && to - from > 1) {
        return to;
      }
      if (!LIKE.contains(Words.lower(text, from, to))) {
        return -1;
      }
      i = to;
    }
    return -1;
  }
}
