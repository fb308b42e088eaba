package dev.sessionlifecycle.steps.pii.vocabulary;

import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Phrases by term, to be looked up where a word begins. Phrases of scripts without spaces between
 * words match anywhere.
 */
public final class Phrases {

  /** A phrase that was found, what it may mean, and where it ends. */
  public record Match(List<Term> terms, int end) {
    /** Returns the first meaning. */
    public Term term() {
      return terms.get(0);
    }
  }

  private record Phrase(List<Term> terms, List<String> words, int length) {}

  private static final int LONGEST_WORD = 32;
  private static final String GAPS = " '._-";

  private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();
  private final Map<Character, List<Phrase>> byFirstSign = new HashMap<>();

  /** Collects the phrases of these terms in all languages. */
  public Phrases(List<Term> terms) {
    terms.forEach(term -> Vocabulary.of(term).forEach(phrase -> add(term, phrase)));
    byFirstWord.values().forEach(Phrases::sort);
    byFirstSign.values().forEach(Phrases::sort);
  }

  private static void sort(List<Phrase> phrases) {
    phrases.sort((a, b) -> b.length - a.length);
  }

  private void add(Term term, String text) {
    if (Chars.unspaced(text.charAt(0)) || !Chars.letter(text.charAt(0))) {
      add(
          byFirstSign.computeIfAbsent(text.charAt(0), key -> new ArrayList<>()),
          term,
          List.of(text));
    } else {
      List<String> words = List.of(text.split("[" + GAPS + "]+", -1));
      add(byFirstWord.computeIfAbsent(words.get(0), key -> new ArrayList<>()), term, words);
    }
  }

  private static void add(List<Phrase> phrases, Term term, List<String> words) {
    for (Phrase phrase : phrases) {
      if (phrase.words.equals(words)) {
        phrase.terms.add(term);
        return;
      }
    }
    int length = words.stream().mapToInt(word -> word.length() + 1).sum() - 1;
    phrases.add(new Phrase(new ArrayList<>(List.of(term)), words, length));
  }

  /**
   * Returns the longest phrase at a place where a word or a sign of a script without spaces begins.
   *
   * @param end where the run of letters ends that begins here
   */
  public @Nullable Match at(String text, int from, int end) {
    if (Chars.unspaced(text.charAt(from))) {
      return sign(text, from);
    }
    if (end - from > LONGEST_WORD) {
      return null;
    }
    List<Phrase> phrases = byFirstWord.get(text.substring(from, end).toLowerCase(Locale.ROOT));
    if (phrases != null) {
      for (Phrase phrase : phrases) {
        int to = end(text, end, phrase.words);
        if (to > 0) {
          return new Match(phrase.terms, to);
        }
      }
    }
    return null;
  }

  /** Returns whether any of the phrases is in the text. */
  public boolean isIn(String text) {
    int i = 0;
    while (i < text.length()) {
      boolean begins = Chars.letter(text.charAt(i)) && (i == 0 || !Chars.latin(text.charAt(i - 1)));
      int end = i + 1;
      while (begins && end < text.length() && Chars.latin(text.charAt(end))) {
        end++;
      }
      if (begins && at(text, i, end) != null) {
        return true;
      }
      i = end;
    }
    return false;
  }

  /** Returns how many letters are in none of the phrases. */
  public int lettersOutside(String text) {
    int letters = 0;
    int i = 0;
    while (i < text.length()) {
      if (!Chars.letter(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i + 1;
      boolean isSign = Chars.unspaced(text.charAt(i));
      while (!isSign && end < text.length() && Chars.latin(text.charAt(end))) {
        end++;
      }
      Match match = at(text, i, end);
      letters += match == null ? end - i : 0;
      i = match == null ? end : match.end();
    }
    return letters;
  }

  private @Nullable Match sign(String text, int from) {
    List<Phrase> phrases = byFirstSign.get(text.charAt(from));
    if (phrases != null) {
      for (Phrase phrase : phrases) {
        if (Chars.matches(text, from, phrase.words.get(0))) {
          return new Match(phrase.terms, from + phrase.length);
        }
      }
    }
    return null;
  }

  private static int end(String text, int afterFirst, List<String> words) {
    int i = afterFirst;
    for (int k = 1; k < words.size(); k++) {
      String word = words.get(k);
      if (word.isEmpty()) {
        continue;
      }
      i += GAPS.indexOf(Chars.at(text, i)) >= 0 ? 1 : text.length();
      i += Chars.at(text, i) == ' ' ? 1 : 0;
      if (!Chars.matches(text, i, word) || Chars.latin(Chars.at(text, i + word.length()))) {
        return -1;
      }
      i += word.length();
    }
    return i;
  }
}
