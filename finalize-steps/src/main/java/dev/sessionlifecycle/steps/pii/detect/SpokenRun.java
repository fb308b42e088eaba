package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;

/** A run of spoken digits as speech recognition writes them. Not thread-safe. */
final class SpokenRun {

  private static final int MAX_DIGITS = 40;
  private static final String GAP = " ,.-;:\n\t()'\"";

  private final StringBuilder digits = new StringBuilder();
  private int start;
  private int end;
  private int words;
  private int numerals;
  private int longNumerals;
  private int dots;
  private int partStart;
  private boolean octets;
  private int repeat;
  private boolean tens;
  private boolean plus;
  private boolean overflow;

  /** Reads from a word or numeral on and returns the offset to continue from. */
  int read(String text, int from) {
    reset(from);
    int i = from;
    while (i < text.length() && !overflow) {
      int wordEnd = wordEnd(text, i);
      if (wordEnd == i || !token(text, i, wordEnd)) {
        break;
      }
      i = wordEnd;
      int gap = 0;
      while (gap < 4 && i < text.length() && GAP.indexOf(text.charAt(i)) >= 0) {
        i++;
        gap++;
      }
      if (gap == 0 || gap == 4) {
        break;
      }
    }
    octets &= dots == 3 && octet();
    // Without a digit, a run that begins at a later one of these words would have none either.
    return Math.max(digits.length() == 0 ? i : end, from + 1);
  }

  private void reset(int from) {
    digits.setLength(0);
    start = from;
    end = from;
    words = 0;
    numerals = 0;
    longNumerals = 0;
    dots = 0;
    partStart = 0;
    octets = true;
    repeat = 1;
    tens = false;
    plus = false;
    overflow = false;
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    if (Chars.digit(text.charAt(i))) {
      return DigitGroups.skip(text, i);
    }
    while (i < text.length() && i <= from + NumberWords.LONGEST && Chars.letter(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private boolean token(String text, int from, int to) {
    if (Chars.digit(text.charAt(from))) {
      return numeral(text, from, to);
    }
    NumberWords.Word word = NumberWords.at(text, from, to);
    if (word == null || Chars.letter(Chars.at(text, to)) || Chars.digit(Chars.at(text, to))) {
      return false;
    }
    return switch (word.kind()) {
      case DIGIT -> {
        boolean unit = tens && word.value() > 0;
        if (unit) {
          digits.setCharAt(digits.length() - 1, (char) ('0' + word.value()));
        } else {
          append(String.valueOf(word.value()).repeat(repeat));
        }
        yield took(to, false);
      }
      case TEEN -> {
        append(String.valueOf(word.value()).repeat(repeat));
        yield took(to, false);
      }
      case TENS -> {
        append(String.valueOf(word.value()));
        yield took(to, true);
      }
      case HUNDRED -> digits.length() > 0 && append("00") && took(to, false);
      case THOUSAND -> digits.length() > 0 && append("000") && took(to, false);
      case REPEAT -> {
        repeat = word.value();
        yield true;
      }
      case PLUS -> {
        plus |= digits.length() == 0;
        yield digits.length() == 0;
      }
      case DOT -> digits.length() > 0 && dot();
      case FILLER -> digits.length() > 0;
    };
  }

  private boolean numeral(String text, int from, int to) {
    char next = Chars.at(text, to);
    boolean clock = (next == ':' || next == '/') && Chars.digit(Chars.at(text, to + 1));
    if (to - from > 4 || Chars.letter(next) || next == '_' || next == '%' || clock) {
      return false;
    }
    append(text.substring(from, to).repeat(to - from == 1 ? repeat : 1));
    numerals++;
    longNumerals += to - from > 1 ? 1 : 0;
    took(to, false);
    words--;
    return true;
  }

  private boolean took(int to, boolean afterTens) {
    end = to;
    words++;
    tens = afterTens;
    repeat = 1;
    return true;
  }

  private boolean append(String more) {
    overflow |= digits.length() + more.length() > MAX_DIGITS;
    if (!overflow) {
      digits.append(more);
    }
    return !overflow;
  }

  private boolean dot() {
    octets &= octet();
    partStart = digits.length();
    dots++;
    tens = false;
    return true;
  }

  private boolean octet() {
    int length = digits.length() - partStart;
    return length > 0 && length <= 3 && Integer.parseInt(digits.substring(partStart)) <= 255;
  }

  /** Returns whether the run was spoken: words, or at least seven single-digit numerals. */
  boolean spoken() {
    return words > 0 || (longNumerals == 0 && numerals >= 7);
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  String digits() {
    return digits.toString();
  }

  int count() {
    return digits.length();
  }

  boolean plus() {
    return plus;
  }

  /** Returns whether the run was four numbers up to 255 separated by dots. */
  boolean octets() {
    return octets && dots == 3;
  }
}
