package dev.sessionlifecycle.steps.pii.vocabulary;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Single words, to be looked for near a place. Words of scripts without spaces are found within
 * runs of letters; compounds are found by how they end.
 */
public final class WordSet {

  private final Set<String> words = new HashSet<>();
  private final Map<Character, List<String>> signs = new HashMap<>();
  private final List<String> suffixes;

  private WordSet(Collection<String> all, Collection<String> suffixes) {
    for (String word : all) {
      if (Chars.unspaced(word.charAt(0))) {
        signs.computeIfAbsent(word.charAt(0), key -> new ArrayList<>()).add(word);
      } else if (word.indexOf(' ') < 0) {
        words.add(word);
      }
    }
    this.suffixes = suffixes.stream().filter(suffix -> !Chars.unspaced(suffix.charAt(0))).toList();
  }

  /** Returns the single words of a term in all languages. */
  public static WordSet of(Term term) {
    return new WordSet(Vocabulary.of(term), List.of());
  }

  /** Returns the single words of a term, and the compounds that end with a suffix. */
  public static WordSet of(Term term, Term suffix) {
    return new WordSet(Vocabulary.of(term), Vocabulary.of(suffix));
  }

  /** Returns whether this is one of the words, given in lower case. */
  public boolean contains(String word) {
    if (words.contains(word)) {
      return true;
    }
    for (String suffix : suffixes) {
      if (word.length() > suffix.length() + 2 && word.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a word ends within the last {@code reach} characters before the place. */
  public boolean isNearBefore(String text, int place, int reach) {
    return nearestBefore(text, place, reach) >= 0;
  }

  /**
   * Returns the characters between the nearest of the words and the place after it, or -1 if there
   * is none within reach.
   */
  public int nearestBefore(String text, int place, int reach) {
    int min = Math.max(0, place - reach);
    int i = place;
    while (i > min) {
      while (i > min && !Chars.letter(text.charAt(i - 1))) {
        i--;
      }
      int end = i;
      while (i > min && Chars.letter(text.charAt(i - 1)) && !Chars.unspaced(text.charAt(i - 1))) {
        i--;
      }
      boolean isWhole = i == 0 || !Chars.latin(text.charAt(i - 1));
      if (end > i && isWhole && contains(Words.lower(text, i, end))) {
        return place - end;
      }
      if (end == i && i > min) {
        i--;
        int length = sign(text, i);
        if (length > 0 && i + length <= place) {
          return place - i - length;
        }
      }
    }
    return -1;
  }

  private int sign(String text, int at) {
    for (String word : signs.getOrDefault(text.charAt(at), List.of())) {
      if (text.startsWith(word, at)) {
        return word.length();
      }
    }
    return 0;
  }
}
