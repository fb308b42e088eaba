package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.Set;

/** What the words around a number suggest. */
enum PhoneContext {
  /** They call it a telephone number. */
  PHONE,
  /** They are about calling, but the number may be something else. */
  CALL,
  /** They name something else that is written with digits. */
  OTHER,
  /** They suggest nothing. */
  NONE;

  private static final int REACH = 44;

  private static final WordSet STRONG = WordSet.of(Term.PHONE_STRONG);
  private static final WordSet WEAK = WordSet.of(Term.PHONE_WEAK);
  private static final WordSet STRANGE = WordSet.of(Term.NUMBER_OTHER, Term.NUMBER_OTHER_SUFFIX);

  private static final Set<String> AREA = Set.of("area");

  private static final Set<String> NAMING = Words.set("is my as on that s");

  private static final Set<String> NAMED =
      Words.set("number mobile cell phone telephone fax landline helpline hotline");

  private static final Set<String> AFTER =
      Words.set("office fax mobile cell home work desk phone tel landline");

  static WordSet strong() {
    return STRONG;
  }

  static PhoneContext of(String text, int start, int end) {
    if (labelled(text, end)) {
      return PHONE;
    }
    if (Words.nearestBefore(text, start, 10, AREA) >= 0 || named(text, end)) {
      return PHONE;
    }
    int strong = distance(text, start, STRONG);
    int weak = distance(text, start, WEAK);
    int strange = distance(text, start, STRANGE);
    if (strong < strange) {
      return PHONE;
    }
    if (weak == Integer.MAX_VALUE && strange == Integer.MAX_VALUE) {
      return NONE;
    }
    return weak < strange && !numberOf(weak, strange) ? CALL : OTHER;
  }

  /** "account number 12345678": the word before "number" decides. */
  private static boolean numberOf(int weak, int strange) {
    return strange < Integer.MAX_VALUE && strange - weak <= 12;
  }

  /** "… is my work number", "… on my mobile". */
  private static boolean named(String text, int end) {
    return Words.nearAfter(text, end, 3, NAMING) && Words.nearAfter(text, end, 20, NAMED);
  }

  private static boolean labelled(String text, int end) {
    int i = end;
    while (i < end + 2 && " -(".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    int stop = i;
    while (stop < i + 10 && Chars.asciiLetter(Chars.at(text, stop))) {
      stop++;
    }
    return stop > i && AFTER.contains(Words.lower(text, i, stop));
  }

  /** Returns whether the word right before the number calls it something else. */
  static boolean isOtherAtOnce(String text, int start) {
    int other = STRANGE.nearestBefore(text, start, REACH);
    int strong = STRONG.nearestBefore(text, start, REACH);
    return other >= 0 && Links.skip(text, start - other) == start && (strong < 0 || other < strong);
  }

  private static int distance(String text, int start, WordSet words) {
    int distance = words.nearestBefore(text, start, REACH);
    return distance < 0 ? Integer.MAX_VALUE : distance;
  }
}
