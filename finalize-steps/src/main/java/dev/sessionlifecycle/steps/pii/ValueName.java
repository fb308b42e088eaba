package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;
import java.util.Set;

/**
 * The name of a value in a map, and what it says about the value.
 *
 * @param words the words of the name in lower case, separated by single spaces: "phone number" for
 *     {@code phoneNumber} and {@code phone_number}
 */
record ValueName(String words) {

  private static final int MAX = 64;
  private static final int WORD = 3;
  private static final WordSet OTHER = WordSet.of(Term.NUMBER_OTHER, Term.NUMBER_OTHER_SUFFIX);
  private static final WordSet VERSION = WordSet.of(Term.VERSION);
  private static final List<WordSet> PERSONAL =
      List.of(
          WordSet.of(Term.PHONE_STRONG),
          WordSet.of(Term.NAME_FIELD),
          WordSet.of(Term.ADDRESS_OTHER));
  private static final Set<String> PASSWORDS = Vocabulary.of(Term.PASSWORD);
  private static final Set<String> NO_PASSWORDS = Vocabulary.of(Term.PASSWORD_NEVER);

  static ValueName of(String name) {
    StringBuilder words = new StringBuilder();
    int from = Math.max(0, name.length() - MAX);
    for (int i = from; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isHump =
          i > from && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1));
      boolean isGap = isHump || !Chars.letter(c);
      if (isGap && !words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
        words.append(' ');
      }
      if (Chars.letter(c)) {
        words.append(Chars.lower(c));
      }
    }
    return new ValueName(words.toString().strip());
  }

  /** Returns the name as it would stand before the value in a text. */
  String prefix() {
    return words + ": ";
  }

  /**
   * Returns whether the name calls this value something that is not personal: an order, a time, a
   * version. Only a value without words can be spared, and not by a name that also names a person,
   * a telephone or an address.
   */
  boolean spares(String value) {
    return !hasWord(value)
        && (isAnyOf(OTHER) || isAnyOf(VERSION))
        && PERSONAL.stream().noneMatch(this::isAnyOf);
  }

  /** Returns whether the whole value is a password, whatever it looks like. */
  boolean isPasswordOf(String value) {
    return PASSWORDS.contains(words)
        && !value.isBlank()
        && !NO_PASSWORDS.contains(Words.lower(value, 0, value.length()));
  }

  @Override
  public String toString() {
    return "ValueName";
  }

  private boolean isAnyOf(WordSet set) {
    return set.isNearBefore(words, words.length(), words.length());
  }

  private static boolean hasWord(String value) {
    int letters = 0;
    for (int i = 0; i < value.length() && letters < WORD; i++) {
      letters = Chars.letter(value.charAt(i)) ? letters + 1 : 0;
    }
    return letters == WORD;
  }
}
