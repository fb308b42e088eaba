package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a person's name after a phrase that introduces one. */
final class PersonNames {

  /** How reliably the phrase introduces a name. */
  enum Trust {
    /** Accepts a name in any case. */
    ALL,
    /** Accepts a name with a capital. */
    CAPITALS,
    /** Accepts only two capitalized words, or one before "speaking". */
    FULL_NAME
  }

  private static final int MAX_WORDS = 4;
  private static final int MAX_WORD = 24;
  private static final Set<String> PARTICLES =
      Words.set(
          "de da do dos das del della di du la le van von der den ter ten bin al el y e zu af av");
  private static final Set<String> NO_NAME =
      Words.set(
          "i and but or so the a an my your our his her their from with at on in to of for is was are be"
              + " am not no yes here there this that it its calling speaking and please thanks thank"
              + " you we he she they need needs want wants have has had can could would will just"
              + " also what who how why when where which if because about by as been do does did"
              + " going gonna trying looking having got get spelled hello hi hey okay ok sorry well"
              + " sure good great fine very really actually now then too mr mrs ms dr sir madam"
              + " correct right wrong wondering interested unable able still currently regarding"
              + " account order number phone email address monday tuesday wednesday thursday friday"
              + " saturday sunday january february march april may june july august september"
              + " october november december english spanish french german american british i'm i'll");
  private static final Set<String> AFTER = Words.set("speaking calling here");

  private PersonNames() {}

  static @Nullable PiiSpan after(String text, int end, Trust trust) {
    int start = skip(text, end);
    if (start < 0 || !Chars.letter(Chars.at(text, start))) {
      return null;
    }
    boolean capital = Character.isUpperCase(text.charAt(start)) || uncased(text.charAt(start));
    if (!capital && trust != Trust.ALL) {
      return null;
    }
    int max = capital ? MAX_WORDS : 2;
    int last = -1;
    int words = 0;
    int i = start;
    while (words < max) {
      int wordEnd = wordEnd(text, i);
      if (wordEnd == i || stops(text, i, wordEnd)) {
        break;
      }
      String lower = Words.lower(text, i, wordEnd);
      boolean upper = Character.isUpperCase(text.charAt(i)) || uncased(text.charAt(i));
      boolean particle = PARTICLES.contains(lower) && nameFollows(text, wordEnd);
      if (capital && !upper && !particle) {
        break;
      }
      words++;
      last = wordEnd;
      boolean initial = wordEnd - i == 1 && Chars.at(text, wordEnd) == '.';
      int next = initial ? wordEnd + 1 : wordEnd;
      if (Chars.at(text, next) != ' ') {
        break;
      }
      i = next + 1;
    }
    return last > 0 && accepted(text, last, words, trust)
        ? new PiiSpan(PiiType.PERSON, start, last)
        : null;
  }

  private static boolean accepted(String text, int last, int words, Trust trust) {
    return trust != Trust.FULL_NAME || words >= 2 || Words.nearAfter(text, last, 2, AFTER);
  }

  private static boolean stops(String text, int from, int to) {
    return to - from > MAX_WORD || NO_NAME.contains(Words.lower(text, from, to));
  }

  private static boolean nameFollows(String text, int end) {
    return Chars.at(text, end) == ' ' && Chars.letter(Chars.at(text, end + 1));
  }

  private static boolean uncased(char c) {
    return c > 127 && Character.isLetter(c) && !Character.isLowerCase(c);
  }

  private static int skip(String text, int end) {
    int i = end;
    while (i < end + 4 && " :,.\"'\n".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    return i > end && i < text.length() ? i : -1;
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && i <= from + MAX_WORD) {
      char c = text.charAt(i);
      boolean inside = (c == '\'' || c == '-') && i > from && Chars.letter(Chars.at(text, i + 1));
      boolean genitive =
          c == '\'' && Chars.at(text, i + 1) == 's' && !Chars.letter(Chars.at(text, i + 2));
      if (genitive
          || !(Chars.letter(c) || inside || Character.getType(c) == Character.NON_SPACING_MARK)) {
        break;
      }
      i++;
    }
    return i;
  }
}
