package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that speech recognition writes for digits and numbers, in the vocabulary's languages.
 */
final class NumberWords {

  /** The kind of a number word. */
  enum Kind {
    DIGIT,
    TEEN,
    TENS,
    HUNDRED,
    THOUSAND,
    REPEAT,
    PLUS,
    DOT,
    FILLER,
    /** A digit only among other digits: "for", "to". */
    LIKE_DIGIT
  }

  /** A word with its kind and value. */
  record Word(Kind kind, int value) {}

  static final int LONGEST = 18;
  private static final int SHORTEST_PAIR = 6;
  private static final Map<String, Word> WORDS = new HashMap<>();

  static {
    for (String language : Vocabulary.LANGUAGES) {
      numbers(language, Term.DIGITS, Kind.DIGIT, 0, 1);
      numbers(language, Term.TEENS, Kind.TEEN, 10, 1);
      numbers(language, Term.TENS, Kind.TENS, 20, 10);
      joined(language);
    }
    all(Term.HUNDRED, Kind.HUNDRED, 0);
    all(Term.THOUSAND, Kind.THOUSAND, 0);
    all(Term.TWICE, Kind.REPEAT, 2);
    all(Term.THRICE, Kind.REPEAT, 3);
    all(Term.PLUS, Kind.PLUS, 0);
    all(Term.DOT, Kind.DOT, 0);
    all(Term.NUMBER_FILLER, Kind.FILLER, 0);
  }

  private NumberWords() {}

  private static void numbers(String language, Term term, Kind kind, int first, int step) {
    int value = first;
    for (String entry : Vocabulary.of(language, term)) {
      for (String word : entry.split("/", -1)) {
        if (word.startsWith("~")) {
          WORDS.putIfAbsent(word.substring(1), new Word(Kind.LIKE_DIGIT, value));
        } else if (word.startsWith("+")) {
          WORDS.putIfAbsent(word.substring(1), new Word(Kind.TENS, value));
        } else {
          WORDS.putIfAbsent(word, new Word(kind, value));
        }
      }
      value += step;
    }
  }

  /** "einundzwanzig": the unit, a joint and the ten in one word. */
  private static void joined(String language) {
    for (String joint : Vocabulary.of(language, Term.UNIT_JOINT)) {
      int tens = 20;
      for (String ten : Vocabulary.of(language, Term.TENS)) {
        int unit = 0;
        for (String digit : Vocabulary.of(language, Term.DIGITS)) {
          for (String word : List.of(digit.split("/", -1))) {
            for (String variant : List.of(ten.split("/", -1))) {
              WORDS.putIfAbsent(word + joint + variant, new Word(Kind.TEEN, tens + unit));
            }
          }
          unit++;
        }
        tens += 10;
      }
    }
  }

  private static void all(Term term, Kind kind, int value) {
    Vocabulary.of(term).forEach(word -> WORDS.putIfAbsent(word, new Word(kind, value)));
  }

  /** Returns the number word at this place, or null. */
  static @Nullable Word at(String text, int from, int to) {
    return to - from > LONGEST ? null : WORDS.get(Words.lower(text, from, to));
  }

  /** Returns where a word that joins two numbers, such as "fourfifteen", falls apart, or -1. */
  static int joint(String text, int from, int to) {
    if (to - from < SHORTEST_PAIR || to - from > LONGEST) {
      return -1;
    }
    for (int i = from + 3; i <= to - 3; i++) {
      if (isNumber(at(text, from, i)) && isNumber(at(text, i, to))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNumber(@Nullable Word word) {
    return word != null && word.kind().compareTo(Kind.TENS) <= 0;
  }
}
