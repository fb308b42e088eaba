package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a number before the words that say what it is: "4921 is my PIN". */
final class NumbersBefore {

  private static final Set<String> BETWEEN =
      Words.set(
          "is the my our ist die der meine mein est le la mon ma es el mi é o a meu minha è il mia to jest mój");
  private static final int MAX_WORDS = 3;
  private static final int LONGEST = 8;

  private NumbersBefore() {}

  static @Nullable PiiSpan before(String text, int begin, PiiType type) {
    int i = begin;
    int words = 0;
    while (words < MAX_WORDS && Chars.at(text, i - 1) == ' ') {
      int to = i - 1;
      int from = to;
      while (from > 0 && from > to - LONGEST - 1 && Chars.joins(text.charAt(from - 1))) {
        from--;
      }
      if (words > 0 && number(text, from, to)) {
        return new PiiSpan(type, from, to);
      }
      if (from == to || !BETWEEN.contains(Words.lower(text, from, to))) {
        return null;
      }
      i = from;
      words++;
    }
    return null;
  }

  private static boolean number(String text, int from, int to) {
    if (to - from < 3 || to - from > LONGEST || Chars.at(text, from - 1) == '.') {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!Chars.digit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
