package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a postal address after a phrase that introduces one, up to the end of the clause. */
final class PostalAddress {

  private static final int MAX = 140;
  private static final int MAX_LINES = 5;
  private static final int MAX_LINE = 60;
  private static final Set<String> SHORT =
      Words.set(
          "st ave rd dr apt ste blvd ln ct no nr bldg fl rm pl sq hwy pkwy str u utca n s e w ne nw se sw");
  private static final Set<String> ENDS =
      Words.set(
          "and but please can could thanks thank because so which that after before last my your i we"
              + " is was will would for when where if by since until instead not he she they phone"
              + " email call text tomorrow today tonight yesterday right okay also with");

  private PostalAddress() {}

  static @Nullable PiiSpan after(String text, int end) {
    int start = end;
    while (start < end + 5 && " :,\n".indexOf(Chars.at(text, start)) >= 0) {
      start++;
    }
    if (start == end || start >= text.length() || !Chars.alnum(text.charAt(start))) {
      return null;
    }
    int stop = stop(text, start);
    while (stop > start && !Chars.alnum(text.charAt(stop - 1))) {
      stop--;
    }
    return stop - start >= 6 && addressLike(text, start, stop)
        ? new PiiSpan(PiiType.STREET_ADDRESS, start, stop)
        : null;
  }

  private static int stop(String text, int start) {
    int max = Math.min(text.length(), start + MAX);
    int lines = 1;
    int i = start;
    while (i < max) {
      char c = text.charAt(i);
      if ("?!;:@[*".indexOf(c) >= 0 || (c == '.' && !abbreviation(text, i))) {
        return c == ':' ? lineStart(text, i, start) : i;
      }
      if (c == '\n' && (++lines > MAX_LINES || !continues(text, i + 1))) {
        return i;
      }
      boolean wordStart = Chars.letter(c) && !Chars.letter(Chars.at(text, i - 1));
      if (wordStart && Character.isLowerCase(c) && ENDS.contains(word(text, i))) {
        return i;
      }
      i++;
    }
    while (i > start && i < text.length() && Chars.alnum(text.charAt(i))) {
      i--;
    }
    return i;
  }

  /** Text before a colon is the name of the next field and not part of the address. */
  private static int lineStart(String text, int colon, int start) {
    int i = colon;
    while (i > start && text.charAt(i) != '\n') {
      i--;
    }
    return i;
  }

  private static boolean continues(String text, int from) {
    int i = from;
    while (i < from + 8 && " >,\n".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    char c = Chars.at(text, i);
    int end = i;
    while (end < text.length() && end <= i + MAX_LINE && text.charAt(end) != '\n') {
      end++;
    }
    return end <= i + MAX_LINE && (Character.isUpperCase(c) || Chars.digit(c));
  }

  private static boolean abbreviation(String text, int dot) {
    int from = dot;
    while (from > 0 && from > dot - 8 && Chars.letter(text.charAt(from - 1))) {
      from--;
    }
    return from < dot && SHORT.contains(Words.lower(text, from, dot));
  }

  private static String word(String text, int from) {
    int to = from;
    while (to < from + 12 && Chars.letter(Chars.at(text, to))) {
      to++;
    }
    return Words.lower(text, from, to);
  }

  /**
   * Returns whether the text has a digit or a spoken number near its start, and at least two words.
   */
  private static boolean addressLike(String text, int start, int stop) {
    boolean number = false;
    int words = 0;
    for (int i = start; i < stop; i++) {
      char c = text.charAt(i);
      boolean wordStart = Chars.alnum(c) && (i == start || !Chars.alnum(text.charAt(i - 1)));
      words += wordStart ? 1 : 0;
      boolean spoken = wordStart && Chars.letter(c) && i < start + 24 && spoken(word(text, i));
      number |= Chars.digit(c) || spoken;
    }
    return number && words >= 2;
  }

  private static boolean spoken(String word) {
    NumberWords.Word number = word.isEmpty() ? null : NumberWords.at(word, 0, word.length());
    return number != null
        && number.kind().compareTo(NumberWords.Kind.TENS) <= 0
        && word.length() > 2;
  }
}
