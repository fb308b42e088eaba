package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The English words that speech recognition writes for digits and numbers. */
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
    FILLER
  }

  /** A word with its kind and value. */
  record Word(Kind kind, int value) {}

  static final int LONGEST = 9;
  private static final Map<String, Word> WORDS = new HashMap<>();

  static {
    add(Kind.DIGIT, 0, "zero one two three four five six seven eight nine");
    add(
        Kind.TEEN,
        10,
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen");
    int tens = 20;
    for (String word : Words.list("twenty thirty forty fifty sixty seventy eighty ninety")) {
      WORDS.put(word, new Word(Kind.TENS, tens));
      tens += 10;
    }
    WORDS.put("oh", new Word(Kind.DIGIT, 0));
    WORDS.put("o", new Word(Kind.DIGIT, 0));
    WORDS.put("nought", new Word(Kind.DIGIT, 0));
    WORDS.put("niner", new Word(Kind.DIGIT, 9));
    WORDS.put("fourty", new Word(Kind.TENS, 40));
    WORDS.put("hundred", new Word(Kind.HUNDRED, 0));
    WORDS.put("thousand", new Word(Kind.THOUSAND, 0));
    WORDS.put("double", new Word(Kind.REPEAT, 2));
    WORDS.put("triple", new Word(Kind.REPEAT, 3));
    WORDS.put("treble", new Word(Kind.REPEAT, 3));
    WORDS.put("plus", new Word(Kind.PLUS, 0));
    WORDS.put("dot", new Word(Kind.DOT, 0));
    WORDS.put("point", new Word(Kind.DOT, 0));
    for (String word : Words.list("dash hyphen space uh um er then minus")) {
      WORDS.put(word, new Word(Kind.FILLER, 0));
    }
  }

  private NumberWords() {}

  private static void add(Kind kind, int first, String words) {
    int value = first;
    for (String word : Words.list(words)) {
      WORDS.put(word, new Word(kind, value++));
    }
  }

  /** Returns the number word at this place, or null. */
  static @Nullable Word at(String text, int from, int to) {
    if (to - from > LONGEST || "zotfsendhptum".indexOf(Chars.lower(text.charAt(from))) < 0) {
      return null;
    }
    return WORDS.get(text.substring(from, to).toLowerCase(Locale.ROOT));
  }
}
