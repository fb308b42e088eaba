package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.NameList;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a person's name next to words that announce one. */
final class PersonNames {

  /** How reliably the words announce a name. */
  enum Trust {
    /** Accepts a name in any case. */
    ALL,
    /** Accepts a name with a capital, and one in lower case that the lists know. */
    FIELD,
    /** Accepts a name with a capital. */
    CAPITALS,
    /** Accepts a name that the lists know, or two words with capitals. */
    KNOWN
  }

  private static final int MAX_WORDS = 4;
  private static final int MAX_WORD = 24;
  private static final Set<String> PARTICLES =
      Words.set(
          "de da do dos das del della di du la le van von der den ter ten bin al el y e zu af av"
              + " st of mac mc");
  private static final Set<String> NEVER = Vocabulary.of(Term.NAME_NEVER);

  /** Given names that are better known as places or brands. */
  private static final Set<String> PLACES =
      Words.set(
          "alexa angeles cleveland columbus diego francisco france geneva hilton jordan jose lourdes"
              + " macy odessa santiago troy verona");

  private static final WordSet AFTER = WordSet.of(Term.NAME_AFTER);

  private PersonNames() {}

  /** Returns the name that follows an announcement which ends here, or null. */
  static @Nullable PiiSpan after(String text, int end, Trust trust) {
    int start = skip(text, end, trust);
    if (start < 0 || !Chars.letter(Chars.at(text, start))) {
      return null;
    }
    if (Chars.unspaced(text.charAt(start))) {
      return SignNames.after(text, start, trust);
    }
    PiiSpan spelled = trust == Trust.KNOWN ? null : SpelledName.at(text, start);
    if (spelled != null) {
      return spelled;
    }
    boolean isCapital = capital(text.charAt(start));
    if (!isCapital && trust == Trust.CAPITALS) {
      return null;
    }
    Run run = Run.read(text, start, isCapital, trust != Trust.KNOWN);
    if (run.words == 0 || !accepted(text, run, isCapital, trust)) {
      return null;
    }
    if (trust == Trust.KNOWN && PlaceNames.isOne(text, start, run.end)) {
      return null;
    }
    int stop = trust == Trust.FIELD ? givenAfterComma(text, run) : run.end;
    return new PiiSpan(PiiType.PERSON, start, stop);
  }

  /** Returns the name that ends here, before words such as "speaking", or null. */
  static @Nullable PiiSpan before(String text, int end) {
    int to = nameEnd(text, end);
    int from = nameStart(text, to);
    Run run = Run.read(text, from, true, false);
    boolean isKnown = run.known() || NameList.isFamily(run.last);
    return from < to && isKnown && run.end >= to ? new PiiSpan(PiiType.PERSON, from, to) : null;
  }

  /**
   * Returns the name that ends here, before a word such as "is" that also follows other things, or
   * null: a given name alone, or with a family name.
   */
  static @Nullable PiiSpan certainBefore(String text, int end) {
    int to = nameEnd(text, end);
    return to < end ? certain(text, nameStart(text, to), to) : null;
  }

  /** Returns the name that follows a word such as "told", on the same conditions, or null. */
  static @Nullable PiiSpan certainAfter(String text, int end) {
    boolean isNext = Chars.at(text, end) == ' ' && capital(Chars.at(text, end + 1));
    return isNext ? certain(text, end + 1, -1) : null;
  }

  private static @Nullable PiiSpan certain(String text, int from, int to) {
    Run run = Run.read(text, from, true, false);
    boolean isFamily =
        run.words > 1 && (NameList.isFamily(run.last) || NameList.endsLikeFamily(run.last));
    boolean isName =
        isFamily ? NameList.isGiven(run.first) : run.words == 1 && isGivenAlone(run.first);
    boolean isWhole = (to < 0 || run.end == to) && !isPartOfMore(text, from, run.end, to < 0);
    return isName && isWhole ? new PiiSpan(PiiType.PERSON, from, run.end) : null;
  }

  /** Returns whether the name is only a part of another: "Santa Clara", "Alice's", "Jasmine 2". */
  private static boolean isPartOfMore(String text, int from, int end, boolean isAfter) {
    char next = Chars.at(text, end) == ' ' ? Chars.at(text, end + 1) : ' ';
    boolean isFollowed = capital(next) || Chars.digit(next) || Chars.at(text, end) == '\'';
    int before = wordStart(text, Math.max(0, from - 1));
    boolean isLed = !isAfter && before < from - 1 && capital(text.charAt(before));
    return isFollowed || isLed;
  }

  private static int nameEnd(String text, int end) {
    int to = end;
    while (to > Math.max(0, end - 2) && " ,'".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return to;
  }

  private static int nameStart(String text, int to) {
    int from = to;
    for (int word = 0; word < 3; word++) {
      int start = wordBefore(text, from, word);
      if (start < 0) {
        break;
      }
      from = start;
    }
    return from;
  }

  /** Returns where the word with a capital begins that ends before this place, or -1. */
  private static int wordBefore(String text, int place, int word) {
    int to = place;
    if (word > 0) {
      boolean isInitial = text.startsWith(". ", place - 2);
      to = Chars.at(text, place - 1) == ' ' ? place - (isInitial ? 2 : 1) : 0;
    }
    int start = wordStart(text, to);
    boolean isName =
        start < to && capital(text.charAt(start)) && !NEVER.contains(Words.lower(text, start, to));
    return isName ? start : -1;
  }

  private static boolean accepted(String text, Run run, boolean isCapital, Trust trust) {
    if (trust == Trust.ALL || trust == Trust.CAPITALS) {
      return true;
    }
    if (trust == Trust.FIELD) {
      return isCapital || run.known() || NameList.isFamily(run.first);
    }
    boolean isSpoken = AFTER.contains(nextWord(text, run.end));
    if (!isCapital) {
      return acceptedInLowerCase(text, run, isSpoken);
    }
    return run.known() || run.words >= 2 || isSpoken || isSpelledNext(text, run);
  }

  private static boolean acceptedInLowerCase(String text, Run run, boolean isSpoken) {
    boolean isPair = run.words > 1 && NameList.isFamily(run.last);
    return NameList.isGiven(run.first) && (isPair || isSpoken || endsClause(text, run.firstEnd));
  }

  private static boolean isSpelledNext(String text, Run run) {
    return NameList.isFamily(run.first) && SpelledName.at(text, run.end + 2) != null;
  }

  /** "Keller, Maria". */
  private static int givenAfterComma(String text, Run run) {
    int to = text.startsWith(", ", run.end) ? wordEnd(text, run.end + 2) : run.end;
    boolean isGiven = to > run.end && NameList.isGiven(Words.lower(text, run.end + 2, to));
    return isGiven ? to : run.end;
  }

  private static boolean endsClause(String text, int end) {
    return Chars.at(text, end) != ' '
        || text.startsWith(" and ", end)
        || text.startsWith(" from ", end)
        || text.startsWith(" und ", end)
        || text.startsWith(" y ", end)
        || text.startsWith(" et ", end)
        || text.startsWith(" e ", end);
  }

  private static String nextWord(String text, int end) {
    int from = Chars.at(text, end) == ' ' ? end + 1 : end;
    int to = from;
    while (to < from + 12 && Chars.letter(Chars.at(text, to))) {
      to++;
    }
    return from < text.length() ? Words.lower(text, from, to) : "";
  }

  /** Words that may be a name, and what the lists know about them. */
  private static final class Run {
    private int words;
    private int end;
    private int firstEnd;
    private String first = "";
    private String last = "";

    static Run read(String text, int start, boolean isCapital, boolean isTrusted) {
      Run run = new Run();
      int max = isCapital ? MAX_WORDS : 2;
      int i = start;
      while (run.words < max) {
        int to = wordEnd(text, i);
        if (!run.goesOn(text, i, to, isCapital, isTrusted)) {
          break;
        }
        run.add(Words.lower(text, i, to), to);
        boolean isInitial = to - i == 1 && Chars.at(text, to) == '.';
        int next = isInitial ? to + 1 : to;
        if (Chars.at(text, next) != ' ') {
          break;
        }
        i = next + 1;
      }
      return run;
    }

    private boolean goesOn(String text, int from, int to, boolean isCapital, boolean isTrusted) {
      if (to == from || to - from > MAX_WORD) {
        return false;
      }
      String lower = Words.lower(text, from, to);
      boolean isLater = words > 0;
      boolean isJoint = isLater && PARTICLES.contains(lower) && nameFollows(text, to);
      boolean isSurname = isLater && isTrusted && NameList.isGiven(first) && lower.length() > 3;
      if (NEVER.contains(lower) && !isJoint && !isSurname) {
        return false;
      }
      if (isCapital) {
        return isJoint || capital(text.charAt(from));
      }
      return !isLater || joins(first, lower);
    }

    /** A second word in lower case belongs to the name if it can be one. */
    private static boolean joins(String first, String second) {
      return !NameList.isGiven(first)
          || NameList.isFamily(second)
          || NameList.endsLikeFamily(second);
    }

    private void add(String word, int to) {
      first = words == 0 ? word : first;
      firstEnd = words == 0 ? to : firstEnd;
      last = word;
      end = to;
      words++;
    }

    /** The lists know the given name, or with two words either of them. */
    boolean known() {
      boolean isPair = words > 1;
      return NameList.isGiven(first)
          || (isPair
              && (NameList.isGivenOrWord(first)
                  || NameList.isFamilyOrWord(last)
                  || NameList.endsLikeFamily(last)));
    }
  }

  /** Returns whether this word in lower case is a given name and hardly anything else. */
  static boolean isGivenAlone(String word) {
    return NameList.isGiven(word) && !NEVER.contains(word) && !PLACES.contains(word);
  }

  static boolean capital(char c) {
    return Character.isUpperCase(c)
        || (c > 127 && Character.isLetter(c) && !Character.isLowerCase(c));
  }

  private static boolean nameFollows(String text, int end) {
    return Chars.at(text, end) == ' ' && Chars.letter(Chars.at(text, end + 1));
  }

  private static int skip(String text, int end, Trust trust) {
    int i = end;
    String marks = trust == Trust.KNOWN ? " ,:!" : " :,.\"'\n?!-";
    while (i < end + 5 && marks.indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    boolean isNext = i > end || Chars.unspaced(Chars.at(text, end));
    if (!isNext || i >= text.length()) {
      return -1;
    }
    return trust == Trust.FIELD || trust == Trust.ALL ? afterLink(text, i) : i;
  }

  /** "name: is it's Maria" and the like: skips one or two linking words. */
  private static int afterLink(String text, int from) {
    int linked = Links.skip(text, Math.max(0, from - 2));
    return linked > from && linked < text.length() && Chars.letter(text.charAt(linked))
        ? linked
        : from;
  }

  private static int wordStart(String text, int to) {
    int i = to;
    while (i > 0
        && i > to - MAX_WORD
        && (Chars.letter(text.charAt(i - 1)) || hyphen(text, i - 1))) {
      i--;
    }
    return i;
  }

  private static boolean hyphen(String text, int i) {
    return (text.charAt(i) == '-' || text.charAt(i) == '\'')
        && Chars.letter(Chars.at(text, i - 1))
        && Chars.letter(Chars.at(text, i + 1));
  }

  static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && i <= from + MAX_WORD) {
      char c = text.charAt(i);
      boolean inside = (c == '\'' || c == '-') && i > from && Chars.letter(Chars.at(text, i + 1));
      boolean genitive =
          c == '\'' && Chars.at(text, i + 1) == 's' && !Chars.letter(Chars.at(text, i + 2));
      if (genitive
          || Chars.unspaced(c)
          || !(Chars.letter(c) || inside || Character.getType(c) == Character.NON_SPACING_MARK)) {
        break;
      }
      i++;
    }
    return i;
  }
}
