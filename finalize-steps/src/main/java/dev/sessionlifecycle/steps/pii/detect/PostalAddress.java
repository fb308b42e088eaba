package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.NameList;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a postal address after a phrase that introduces one, up to the end of the clause. */
final class PostalAddress {

  private static final int MAX = 140;
  private static final int MAX_LINES = 5;
  private static final int MAX_LINE = 60;
  private static final Set<String> SHORT =
      Words.set(
          "st ave rd dr apt ste blvd ln ct no nr bldg fl rm pl sq hwy pkwy str u utca n s e w ne nw se"
              + " sw ul al av avda c d p o lok os pza cra r nº num int piso appt bd");
  private static final Set<String> ENDS =
      Words.set(
          "und aber bitte danke y pero et mais e ed ale en maar oraz gracias merci grazie obrigado"
              + " and but please can could thanks thank because so which that after before last my your i we"
              + " is was will would for when where if by since until instead not he she they phone"
              + " email call text tomorrow today tonight yesterday right okay also with");

  private static final Set<String> STREETS = Vocabulary.of(Term.STREET_AFTER);
  private static final Set<String> MONTHS = Vocabulary.of(Term.MONTHS);

  /** Ends what a number counts: "1 room at Station Plaza". */
  private static final Set<String> BETWEEN = Words.set("at in to from for is are named star stars");

  private static final int MAX_LEAD = 6;

  private PostalAddress() {}

  static @Nullable PiiSpan after(String text, int end) {
    int start = end;
    while (start < end + 5 && " :,\n?".indexOf(Chars.at(text, start)) >= 0) {
      start++;
    }
    if (start < text.length() && !Chars.latin(text.charAt(start)) && isSign(text, start)) {
      int stop = SignAddress.end(text, start);
      return stop > 0 ? new PiiSpan(PiiType.STREET_ADDRESS, start, stop) : null;
    }
    if (start == end || start >= text.length() || !Chars.alnum(text.charAt(start))) {
      return null;
    }
    if (nameLine(text, start)) {
      return null; // the lines of a label are found separately
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
    String word = from < dot ? Words.lower(text, from, dot) : "";
    return SHORT.contains(word) || word.endsWith("str");
  }

  private static String word(String text, int from) {
    int to = from;
    while (to < from + 12 && Chars.letter(Chars.at(text, to))) {
      to++;
    }
    return Words.lower(text, from, to);
  }

  /** The first line has a name and no number. */
  private static boolean nameLine(String text, int start) {
    int i = start;
    while (i < text.length() && i < start + MAX_LINE && text.charAt(i) != '\n') {
      if (Chars.digit(text.charAt(i)) || text.charAt(i) == ',') {
        return false;
      }
      i++;
    }
    int end = Streets.wordEnd(text, start);
    return i < start + MAX_LINE
        && i < text.length()
        && Chars.at(text, end) == ' '
        && Character.isUpperCase(Chars.at(text, end + 1))
        && NameList.isGivenOrWord(Words.lower(text, start, end));
  }

  private static boolean isSign(String text, int start) {
    int i = start;
    while (i < start + 8 && (Chars.digit(Chars.at(text, i)) || Chars.at(text, i) == '-')) {
      i++;
    }
    return Chars.unspaced(Chars.at(text, i));
  }

  /**
   * Returns whether a street with its number is in the text, or a number beside a word with a
   * capital.
   */
  private static boolean addressLike(String text, int start, int stop) {
    int words = 0;
    int numbers = 0;
    boolean isNamed = false;
    for (int i = start; i < stop; i++) {
      boolean begins =
          Chars.alnum(text.charAt(i)) && (i == start || !Chars.alnum(text.charAt(i - 1)));
      if (begins) {
        words++;
        boolean isNumber = Chars.digit(text.charAt(i)) || spoken(word(text, i));
        if (words <= MAX_LEAD && Streets.end(text, i, true) > 0) {
          return true;
        }
        numbers += isNumber ? 1 : 0;
        isNamed |= Chars.digit(text.charAt(i)) && besideCapital(text, start, i, stop);
        if (isNumber && words <= MAX_LEAD && namesStreet(text, i, stop)) {
          return true;
        }
      }
    }
    return words >= 2 && numbers > 0 && isNamed;
  }

  /** A kind of street within a few words: "twelve oak avenue". */
  private static boolean namesStreet(String text, int from, int stop) {
    int i = from;
    for (int word = 0; word < MAX_LEAD && i < stop; word++) {
      while (i < stop && !Chars.letter(text.charAt(i))) {
        i++;
      }
      String next = word(text, i);
      if (BETWEEN.contains(next)) {
        return false;
      }
      if (word > 0 && next.length() > 2 && STREETS.contains(next)) {
        return true;
      }
      i += Math.max(1, next.length());
    }
    return false;
  }

  private static boolean besideCapital(String text, int start, int number, int stop) {
    int end = number;
    while (end < stop && Chars.digit(text.charAt(end))) {
      end++;
    }
    boolean isAfter =
        end + 1 < stop && text.charAt(end) == ' ' && Character.isUpperCase(text.charAt(end + 1));
    int from = number - 1;
    while (from > start && Chars.letter(text.charAt(from - 1))) {
      from--;
    }
    boolean isBefore =
        number > start + 1
            && text.charAt(number - 1) == ' '
            && from < number - 1
            && Character.isUpperCase(text.charAt(from))
            && !MONTHS.contains(Words.lower(text, from, number - 1));
    return isAfter || isBefore;
  }

  private static boolean spoken(String word) {
    NumberWords.Word number = word.isEmpty() ? null : NumberWords.at(word, 0, word.length());
    return number != null
        && number.kind().compareTo(NumberWords.Kind.TENS) <= 0
        && word.length() > 2;
  }
}
