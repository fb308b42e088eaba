package dev.sessionlifecycle.steps.pii.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Searches for words near a position, within a given number of characters. */
public final class Words {

  private Words() {}

  /** Returns the words of a space-separated list as a set. */
  public static Set<String> set(String list) {
    return Set.copyOf(list(list));
  }

  /** Returns the words of a space-separated list. */
  public static List<String> list(String list) {
    return List.of(list.split(" ", -1));
  }

  /**
   * Returns whether one of the words occurs within the last {@code reach} characters before the
   * position.
   */
  public static boolean nearBefore(String text, int place, int reach, Collection<String> words) {
    return nearestBefore(text, place, reach, words) >= 0;
  }

  /**
   * Returns the distance to the nearest of the words before the position.
   *
   * @return characters between the word's end and the position, or -1 if there is none
   */
  public static int nearestBefore(String text, int place, int reach, Collection<String> words) {
    int min = Math.max(0, place - reach);
    int i = place;
    while (i > min) {
      while (i > min && !Chars.letter(text.charAt(i - 1))) {
        i--;
      }
      int end = i;
      while (i > min && Chars.letter(text.charAt(i - 1))) {
        i--;
      }
      boolean whole = i == 0 || !Chars.letter(text.charAt(i - 1));
      if (end > i && whole && words.contains(lower(text, i, end))) {
        return place - end;
      }
    }
    return -1;
  }

  /** Returns whether one of the words begins within {@code reach} characters after the position. */
  public static boolean nearAfter(String text, int place, int reach, Set<String> words) {
    int max = Math.min(text.length(), place + reach);
    int i = place;
    while (i < max) {
      while (i < max && !Chars.letter(text.charAt(i))) {
        i++;
      }
      int start = i;
      int longest = Math.min(text.length(), start + 16);
      while (i < longest && Chars.letter(text.charAt(i))) {
        i++;
      }
      if (i > start && words.contains(lower(text, start, i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns part of a text in lower case. */
  public static String lower(String text, int from, int to) {
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }
}
