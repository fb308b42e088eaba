package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a date of birth, written or spoken, shortly after a phrase that introduces one. */
final class BirthDate {

  private static final int REACH = 32;
  private static final int MAX_PARTS = 8;

  /** "on the", "am", "le". */
  private static final int PREPOSITION = 8;

  private static final Set<String> MONTHS = Vocabulary.of(Term.MONTHS);
  private static final Set<String> ORDINALS =
      Words.set(
          "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
              + " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
              + " thirtieth");
  private static final Set<String> JOINTS = Words.set("of the de del do di da");

  private BirthDate() {}

  static @Nullable PiiSpan after(String text, int end) {
    int max = Math.min(text.length(), end + REACH);
    max = isNoun(text, end) ? Math.min(max, Links.skip(text, end) + PREPOSITION) : max;
    for (int i = end; i < max; i++) {
      boolean begins = Chars.joins(text.charAt(i)) && !Chars.joins(Chars.at(text, i - 1));
      char before = Chars.at(text, i - 1);
      if (begins && before != '*' && before != '[' && before != '_') {
        int stop = Chars.digit(text.charAt(i)) ? numeric(text, i) : -1;
        stop = stop < 0 && Chars.digit(text.charAt(i)) ? signs(text, i) : stop;
        stop = stop < 0 ? worded(text, i) : stop;
        stop = stop < 0 ? spoken(text, i) : stop;
        if (stop > 0) {
          return new PiiSpan(PiiType.BIRTH_DATE, i, stop);
        }
      }
    }
    return null;
  }

  /** "birthday party on 5 March": after a noun the date follows at once. */
  private static boolean isNoun(String text, int end) {
    return text.startsWith("day", end - 3) || text.startsWith("tag", end - 3);
  }

  /** "1980年3月5日". */
  private static int signs(String text, int from) {
    int i = from;
    for (char unit : "年月日".toCharArray()) {
      int to = DigitGroups.skip(text, i);
      boolean isPart = to > i && to - i <= 4 && Chars.at(text, to) == unit;
      if (!isPart) {
        return unit == '日' && i > from ? i : -1;
      }
      i = to + 1;
    }
    return i;
  }

  /** "oh three oh five nineteen eighty". */
  private static int spoken(String text, int from) {
    SpokenRun run = new SpokenRun();
    run.read(text, from);
    boolean isDate = run.spoken() && run.start() == from && run.count() >= 5 && run.count() <= 8;
    return isDate ? run.end() : -1;
  }

  private static int numeric(String text, int from) {
    int i = from;
    int parts = 0;
    int digits = 0;
    while (parts < 3) {
      int end = DigitGroups.skip(text, i);
      if (end == i || end - i > 4) {
        return -1;
      }
      digits += end - i;
      parts++;
      char separator = Chars.at(text, end);
      i = end;
      if (parts < 3) {
        if ("/.- ".indexOf(separator) < 0 || !Chars.digit(Chars.at(text, end + 1))) {
          return -1;
        }
        i++;
      }
    }
    return digits >= 4 && digits <= 8 && !Chars.joins(Chars.at(text, i)) ? i : -1;
  }

  /** "March 5th, 1980", "5. März 1980", "march fifth nineteen eighty". */
  private static int worded(String text, int from) {
    boolean month = false;
    int end = -1;
    int i = from;
    for (int part = 0; part < MAX_PARTS; part++) {
      int to = i;
      while (to < text.length() && to < i + 12 && Chars.alnum(text.charAt(to))) {
        to++;
      }
      if (to == i) {
        break;
      }
      String word = Words.lower(text, i, to);
      if (MONTHS.contains(word) && !month) {
        month = true;
      } else if (!number(word) && !(JOINTS.contains(word) && part > 0)) {
        break;
      }
      end = JOINTS.contains(word) ? end : to;
      i = to;
      while (i < to + 2 && " ,.-".indexOf(Chars.at(text, i)) >= 0) {
        i++;
      }
      if (i == to) {
        break;
      }
    }
    return month && end > from + 3 && hasDay(text, from, end) ? end : -1;
  }

  private static boolean hasDay(String text, int from, int end) {
    return text.substring(from, end).indexOf(' ') > 0 || text.substring(from, end).indexOf('-') > 0;
  }

  private static boolean number(String word) {
    if (Chars.digit(word.charAt(0))) {
      return word.length() <= 4;
    }
    NumberWords.Word number = NumberWords.at(word, 0, word.length());
    return ORDINALS.contains(word)
        || (number != null && number.kind().compareTo(NumberWords.Kind.THOUSAND) <= 0);
  }
}
