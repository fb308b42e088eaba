package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.List;
import java.util.Set;

/** Skips what stands between the words that announce a value and the value: "is", "number", ":". */
final class Links {

  private static final Set<String> WORDS = Vocabulary.of(Term.LINK);
  private static final List<String> SIGNS =
      WORDS.stream()
          .filter(word -> Chars.unspaced(word.charAt(0)))
          .sorted((a, b) -> b.length() - a.length())
          .toList();
  private static final String MARKS = " :=#-,.\"'(>\n\t/?!";
  private static final int MAX_WORDS = 7;
  private static final int MAX_MARKS = 8;
  private static final int LONGEST_WORD = 12;

  private Links() {}

  /** Returns where the value begins that follows an announcement which ends here. */
  static int skip(String text, int from) {
    int i = marks(text, from);
    for (int word = 0; word < MAX_WORDS; word++) {
      int end = word(text, i);
      end = end == i ? speaker(text, from, i) : end;
      if (end == i) {
        break;
      }
      i = marks(text, end);
    }
    return i;
  }

  /** "What is your PIN?\nUser: 4921": the label of who answers. */
  private static int speaker(String text, int from, int at) {
    int end = at;
    while (end < at + LONGEST_WORD && Chars.letter(Chars.at(text, end))) {
      end++;
    }
    boolean isAnswer = text.substring(from, Math.min(at, text.length())).indexOf('?') >= 0;
    return isAnswer && end > at && Chars.at(text, end) == ':' ? end + 1 : at;
  }

  /** Returns the end of a linking word that begins here, or {@code from}. */
  private static int word(String text, int from) {
    char c = Chars.at(text, from);
    if (Chars.unspaced(c)) {
      for (String sign : SIGNS) {
        if (text.startsWith(sign, from)) {
          return from + sign.length();
        }
      }
      return from;
    }
    int end = from;
    while (end < from + LONGEST_WORD && Chars.letter(Chars.at(text, end))) {
      end++;
    }
    boolean isWord = end > from && !Chars.joins(Chars.at(text, end));
    return isWord && WORDS.contains(Words.lower(text, from, end)) ? end : from;
  }

  private static int marks(String text, int from) {
    int i = from;
    while (i < text.length() && i < from + MAX_MARKS && MARKS.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
