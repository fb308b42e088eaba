package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.NameList;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.List;
import java.util.Set;

/**
 * Finds a given name with a family name behind it, both known to the lists or recognizable by their
 * ends, where nothing announces them. Names of public persons in talk about films, music and books
 * are left alone.
 */
final class NamePairDetector extends TextScanner {

  private static final Set<String> PUBLIC =
      Words.set(
          "directed starring stars sung song songs singer album film films movie movies artist artists"
              + " band concert music novel author book books actor actors actress actresses director track"
              + " tracks playlist listen listening hear watch play played singing sang written show shows"
              + " episode soundtrack performed composer festival");
  private static final Set<String> NEVER = Vocabulary.of(Term.NAME_NEVER);
  private static final int REACH = 60;
  private static final int MAX_PARTICLES = 3;
  private static final int LONG = 7;
  private static final int LONGEST = 24;
  private static final Set<String> PARTICLES =
      Words.set("de da do dos das del della di du la le van von der den ter ten bin al el");

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (!Chars.letter(c) || Chars.unspaced(c)) {
        i++;
        continue;
      }
      int end = PersonNames.wordEnd(text, i);
      boolean isCapital = Character.isUpperCase(c) && !Chars.joins(Chars.at(text, i - 1));
      int stop = isCapital ? pair(text, i, end) : -1;
      if (stop > 0 && PlaceNames.isOne(text, i, stop)) {
        i = stop;
        continue;
      }
      stop = stop < 0 && isCapital ? single(text, i, end) : stop;
      boolean isLower = Character.isLowerCase(c) && !Chars.joins(Chars.at(text, i - 1));
      stop = isLower && end - i >= 3 ? lowerCase(text, i, end) : stop;
      if (stop > 0) {
        if (!Words.nearBefore(text, i, REACH, PUBLIC)) {
          found.add(new PiiSpan(PiiType.PERSON, i, stop));
        }
        i = stop;
      } else {
        i = Math.max(end, i + 1);
      }
    }
  }

  /** Returns the end of a full name that begins with this word, or -1. */
  private static int pair(String text, int start, int end) {
    if (end - start < 3) {
      return -1;
    }
    String given = Words.lower(text, start, end);
    boolean isGiven = NameList.isGiven(given);
    int i = initial(text, end);
    boolean hasInitial = i > end;
    for (int k = 0; k < MAX_PARTICLES; k++) {
      int to = Chars.at(text, i) == ' ' ? PersonNames.wordEnd(text, i + 1) : i;
      if (to <= i + 1) {
        return -1;
      }
      String word = Words.lower(text, i + 1, to);
      if (Character.isUpperCase(text.charAt(i + 1))) {
        boolean isBelieved = isGiven && ((hasInitial && k == 0) || line(text, start, to, word));
        return isBelieved || isFamily(word, isGiven, given) ? to : -1;
      }
      if (!isGiven || !PARTICLES.contains(word)) {
        return -1;
      }
      i = to;
    }
    return -1;
  }

  private static boolean isFamily(String word, boolean isGiven, String given) {
    if (isGiven) {
      return NameList.isFamilyOrWord(word)
          || NameList.isGiven(word)
          || NameList.endsLikeFamily(word)
          || foreign(word);
    }
    return NameList.isGivenOrWord(given)
        ? NameList.isFamily(word) && !NameList.isGivenOrWord(word)
        : NameList.endsOnlyLikeFamily(word);
  }

  /** The name is a line of its own. */
  private static boolean line(String text, int start, int end, String family) {
    char before = start == 0 ? '\n' : text.charAt(start - 1);
    boolean begins = before == '\n' || before == '>';
    return begins && Chars.at(text, end) == '\n' && !NEVER.contains(family);
  }

  /** In lower case both names must be in the lists, or three given names stand in a row. */
  private static int lowerCase(String text, int start, int end) {
    String given = Words.lower(text, start, end);
    if (!NameList.isGiven(given)) {
      return -1;
    }
    int to = Chars.at(text, end) == ' ' ? PersonNames.wordEnd(text, end + 1) : end;
    String family = to > end + 1 ? Words.lower(text, end + 1, to) : "";
    boolean isPair = NameList.isFamily(family) && !NameList.isGiven(family);
    boolean isRow = neighbours(text, start, end) >= 2;
    isPair = isPair && !PlaceNames.isOne(text, start, to);
    return isPair ? to : isRow ? end : -1;
  }

  /** A word with letters that English lacks is no English word. */
  private static boolean foreign(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) > 127 && Chars.latin(word.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the end of a single name: one that ends as only family names do, one of several given
   * names in a row, a speaker at the beginning of a line, or who is addressed.
   */
  private static int single(String text, int start, int end) {
    String word = Words.lower(text, start, end);
    if (end - start >= LONG && NameList.endsOnlyLikeFamily(word) && !NEVER.contains(word)) {
      return end;
    }
    if (!NameList.isGiven(word)) {
      return -1;
    }
    boolean isSpeaker =
        Chars.at(text, end) == ':'
            && (start == 0 || text.charAt(start - 1) == '\n')
            && !Chars.digit(Chars.at(text, end + 1));
    boolean isFound =
        isSpeaker || neighbours(text, start, end) >= 2 || isAddressed(text, start, end, word);
    return isFound ? end : -1;
  }

  /** "I understand, Maria." but no list of places. */
  private static boolean isAddressed(String text, int start, int end, String word) {
    char next = Chars.at(text, end);
    boolean isEnd = ".?!".indexOf(next) >= 0 && !Chars.joins(Chars.at(text, end + 1));
    boolean goesOn = text.startsWith(", ", end) && !Character.isUpperCase(Chars.at(text, end + 2));
    if (!(isEnd || goesOn) || start < 3 || !text.startsWith(", ", start - 2)) {
      return false;
    }
    int from = start - 2;
    while (from > 0 && Chars.letter(text.charAt(from - 1)) && start - from < LONGEST) {
      from--;
    }
    boolean isBegin = from == 0 || ".!?\n".indexOf(text.charAt(Math.max(0, from - 2))) >= 0;
    boolean isWord = from < start - 2 && (isBegin || Character.isLowerCase(text.charAt(from)));
    return isWord && PersonNames.isGivenAlone(word);
  }

  /** Counts the given names beside this one in a list: "Anna, Ben and Carla". */
  private static int neighbours(String text, int start, int end) {
    int count = 0;
    int i = end;
    for (int k = 0; k < 2; k++) {
      int from = text.startsWith(", ", i) ? i + 2 : text.startsWith(" and ", i) ? i + 5 : -1;
      int to = from > 0 ? PersonNames.wordEnd(text, from) : -1;
      if (to <= from || !NameList.isGiven(Words.lower(text, from, to))) {
        break;
      }
      count++;
      i = to;
    }
    i = start;
    for (int k = 0; k < 2; k++) {
      int to = text.startsWith(", ", i - 2) ? i - 2 : text.startsWith(" and ", i - 5) ? i - 5 : -1;
      int from = to;
      while (from > 0 && Chars.letter(text.charAt(from - 1)) && to - from < LONGEST) {
        from--;
      }
      if (to <= 0 || !NameList.isGiven(Words.lower(text, from, to))) {
        break;
      }
      count++;
      i = from;
    }
    return count;
  }

  /** Skips a middle initial: "Anna M. Keller". */
  private static int initial(String text, int end) {
    boolean isInitial =
        Chars.at(text, end) == ' '
            && Character.isUpperCase(Chars.at(text, end + 1))
            && !Chars.latin(Chars.at(text, end + 2));
    return isInitial ? end + 2 + (Chars.at(text, end + 2) == '.' ? 1 : 0) : end;
  }
}
