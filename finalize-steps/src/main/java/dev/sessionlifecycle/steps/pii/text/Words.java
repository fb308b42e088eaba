package dev.sessionlifecycle.steps.pii.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks for words around a place, never farther than a given number of characters. */
public final class Words {

  private Words() {}

  /** A set of the words in a list that is parted by spaces. */
  public static Set<String> set(String list) {
    return Set.copyOf(list(list));
  }

  /** The words of a list that is parted by spaces. */
  public static List<String> list(String list) {
    return List.of(list.split(" ", -1));
  }

  /** Whether one of the words stands within the last {@code reach} characters before the place. */
  public static boolean nearBefore(String text, int place, int reach, Collection<String> words) {
    return nearestBefore(text, place, reach, words) >= 0;
  }

  /**
   * How far before the place the nearest of the words ends.
   *
   * @return characters between the word's end and the place, or -1 where there is none
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

  /** Whether one of the words begins within {@code reach} characters behind the place. */
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

  /** Part of a text, in lower case. */
  public static String lower(String text, int from, int to) {
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }
}
