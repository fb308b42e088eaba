package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;

/** A run of spoken digits as speech recognition writes them. Not thread-safe. */
final class SpokenRun {

  private static final int MAX_DIGITS = 40;

  /** After so many digits, "and" begins another number. */
  private static final int WHOLE = 7;

  private static final String GAP = " ,.-;:\n\t()'\"?";

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
  private int likes;
  private int likeEnd;

  /** Reads from a word or numeral on and returns the offset to continue from. */
  int read(String text, int from) {
    reset(from);
    int i = from;
    while (i < text.length() && !overflow) {
      int wordEnd = numberEnd(text, i);
      if (wordEnd == i || !token(text, i, wordEnd)) {
        break;
      }
      int gap = Chars.skip(text, wordEnd, 4, GAP);
      boolean isGlued = gap == wordEnd && Chars.asciiAlnum(Chars.at(text, gap));
      i = gap;
      if ((gap == wordEnd && !isGlued) || gap == wordEnd + 4) {
        break;
      }
    }
    octets &= dots == 3 && octet();
    // Without a digit, a run that begins at a later one of these words would have none either.
    return Math.max(digits.length() == 0 ? i : end, from + 1);
  }

  /** Returns the end of a word, or of the first of two numbers that are written as one word. */
  private static int numberEnd(String text, int from) {
    int end = wordEnd(text, from);
    int joint = NumberWords.joint(text, from, end);
    return joint > 0 && NumberWords.at(text, from, end) == null ? joint : end;
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
    likes = 0;
    likeEnd = -1;
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
    if (word == null) {
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
        append(String.valueOf(word.value()).repeat(repeat));
        yield took(to, true);
      }
      case LIKE_DIGIT -> likeDigit(word.value(), to);
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
      case FILLER -> digits.length() > 0 && (tens || digits.length() < WHOLE);
    };
  }

  private boolean numeral(String text, int from, int to) {
    char next = Chars.at(text, to);
    boolean clock = (next == ':' || next == '/') && Chars.digit(Chars.at(text, to + 1));
    boolean isGlued = Chars.latin(next) && !gluedWord(text, to);
    if (to - from > 4 || isGlued || next == '_' || next == '%' || clock) {
      return false;
    }
    append(text.substring(from, to).repeat(to - from == 1 ? repeat : 1));
    numerals++;
    longNumerals += to - from > 1 ? 1 : 0;
    took(to, false);
    words--;
    return true;
  }

  /** "four1five": the letters after a numeral are a number too. */
  private static boolean gluedWord(String text, int from) {
    int to = wordEnd(text, from);
    return NumberWords.at(text, from, to) != null;
  }

  /** "for" and "to" are digits between other digits, or before them at the start. */
  private boolean likeDigit(int value, int to) {
    append(String.valueOf(value));
    end = digits.length() == 1 ? end : to;
    likeEnd = to;
    words++;
    likes++;
    tens = false;
    repeat = 1;
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
    return words > likes || (longNumerals == 0 && numerals >= 7);
  }

  int start() {
    return start;
  }

  int end() {
    return Math.max(end, likeEnd);
  }

  /** Returns how many words are digits only among other digits. */
  int likes() {
    return likes;
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
