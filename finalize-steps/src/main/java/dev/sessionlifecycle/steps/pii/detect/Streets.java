package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Phrases;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.List;
import java.util.Set;

/**
 * Recognizes a street with its number: "12 Oak Avenue", "12 rue de la Paix", "calle Mayor 12",
 * "Hauptstraße 5".
 */
final class Streets {

  private static final Set<String> AFTER = Vocabulary.of(Term.STREET_AFTER);
  private static final Phrases BEFORE = new Phrases(List.of(Term.STREET_BEFORE));
  private static final List<String> SUFFIXES =
      Vocabulary.of(Term.STREET_SUFFIX).stream().filter(it -> it.length() >= 3).toList();

  /** Kinds of streets that are everyday words, believed only in an announced address. */
  private static final Set<String> EVERYDAY =
      Words.set(
          "via place cours route passage am im zur zum an auf unter largo quadra m os pl al do villa"
              + " residence psc camino ronda ul u str r loop quai corso contrada salita straat aan");

  private static final Set<String> EVERYDAY_SUFFIX =
      Words.set("hof tor berg park markt baan pad ring steig wiese graben platz damm tie tún utca");
  private static final Set<String> PARTICLES =
      Words.set(
          "de la le les des du d l del della delle dei degli da do dos das of the di den der von van");

  /** "7 am. Is that right?" */
  private static final Set<String> HOURS = Words.set("am pm");

  /** After a number that counts something: "1 room at Station Plaza". */
  private static final Set<String> COUNTED =
      Words.set(
          "room rooms star stars day days night nights person people ticket tickets guest guests"
              + " seat seats at is are in to for from named called");

  /** Kinds of streets that are believed in lower case. */
  private static final Set<String> LOWER = Words.set("street avenue boulevard");

  private static final int MAX_WORDS = 5;
  private static final int LONGEST_WORD = 24;

  private Streets() {}

  /**
   * Returns the end of a street with its number that begins here, or -1.
   *
   * @param isAnnounced whether words before announce an address
   */
  static int end(String text, int start, boolean isAnnounced) {
    char c = text.charAt(start);
    if (Chars.digit(c)) {
      return numberFirst(text, start, isAnnounced);
    }
    int end = wordEnd(text, start);
    if (end == start) {
      return -1;
    }
    int kind = kindFirst(text, start, end, isAnnounced);
    return kind > 0 ? kind : suffix(text, start, end, isAnnounced);
  }

  /** "12 Oak Avenue", "12 bis, rue de la Paix". */
  private static int numberFirst(String text, int start, boolean isAnnounced) {
    int i = number(text, start);
    if (i < 0) {
      return -1;
    }
    i += Chars.at(text, i) == ',' ? 1 : 0;
    i += text.startsWith(" bis", i) || text.startsWith(" ter", i) ? 4 : 0;
    i += Chars.at(text, i) == ',' ? 1 : 0;
    if (Chars.at(text, i) != ' ') {
      return -1;
    }
    int first = i + 1;
    int firstEnd = wordEnd(text, first);
    if (HOURS.contains(Words.lower(text, first, firstEnd))) {
      return -1;
    }
    if (firstEnd > first && kind(text, first, firstEnd, true) > 0) {
      int name = names(text, kind(text, first, firstEnd, true), false);
      if (name > 0) {
        return name;
      }
    }
    return kindLast(text, first, isAnnounced);
  }

  private static int kindLast(String text, int first, boolean isAnnounced) {
    int i = first;
    for (int word = 0; word < MAX_WORDS; word++) {
      int ordinal = ordinalEnd(text, i);
      int to = ordinal > 0 ? ordinal : wordEnd(text, i);
      if (to == i) {
        return -1;
      }
      if (word > 0 && isKind(text, i, to) && believed(text, first, i, to, isAnnounced)) {
        return Chars.at(text, to) == '.' && to - i <= 4 ? to + 1 : to;
      }
      boolean isName = isAnnounced || capitalOrDigit(text.charAt(i)) || allLower(text, first, to);
      isName &= !COUNTED.contains(text.substring(i, to));
      int next = Chars.at(text, to) == '.' && to - i <= 2 ? to + 1 : to;
      if (!isName || Chars.at(text, next) != ' ') {
        return -1;
      }
      i = next + 1;
    }
    return -1;
  }

  private static boolean capitalOrDigit(char c) {
    return Character.isUpperCase(c) || Chars.digit(c);
  }

  /** A kind of street is believed with a capital; in lower case only a few are. */
  private static boolean believed(String text, int first, int from, int to, boolean isAnnounced) {
    boolean isLower =
        Character.isLowerCase(text.charAt(first)) && LOWER.contains(Words.lower(text, from, to));
    return isAnnounced || isLower || capitalOrDigit(text.charAt(from));
  }

  private static boolean isKind(String text, int from, int to) {
    String word = Words.lower(text, from, to);
    return AFTER.contains(word) && !word.equals("u") && !Chars.unspaced(word.charAt(0));
  }

  private static boolean allLower(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isUpperCase(text.charAt(i))) {
        return false;
      }
    }
    return to - from <= 16;
  }

  /** "calle Mayor 12", "ul. Miła 53". */
  private static int kindFirst(String text, int start, int end, boolean isAnnounced) {
    int kind = kind(text, start, end, isAnnounced);
    if (kind < 0) {
      return -1;
    }
    int name = names(text, kind, isAnnounced);
    if (name < 0) {
      return -1;
    }
    int i = name;
    i += Chars.at(text, i) == ',' ? 1 : 0;
    i += Chars.at(text, i) == ' ' ? 1 : 0;
    for (String mark :
        List.of("nº ", "n° ", "no. ", "n. ", "nr ", "nr. ", "número ", "numero ", "#")) {
      i += Chars.matches(text, i, mark) ? mark.length() : 0;
    }
    return i > name && Chars.digit(Chars.at(text, i)) ? number(text, i) : -1;
  }

  private static int kind(String text, int start, int end, boolean isAnnounced) {
    Phrases.Match match = BEFORE.at(text, start, end);
    if (match == null || Chars.unspaced(text.charAt(start))) {
      return -1;
    }
    String word = Words.lower(text, start, end);
    if (HOURS.contains(word) && Chars.at(text, end) == '.') {
      return -1;
    }
    boolean isEveryday = EVERYDAY.contains(word);
    if (isEveryday && !isAnnounced && Chars.at(text, match.end()) != '.') {
      return -1;
    }
    int i = match.end();
    return Chars.at(text, i) == '.' ? i + 1 : i;
  }

  /** Reads the name of a street: words with capitals, with particles between them. */
  private static int names(String text, int from, boolean isAnnounced) {
    int i = from;
    int end = -1;
    for (int word = 0; word < MAX_WORDS; word++) {
      if (Chars.at(text, i) == ' ' || Chars.at(text, i) == '\'') {
        i++;
      } else if (word > 0 || Chars.at(text, i - 1) != '.') {
        break;
      }
      int to = wordEnd(text, i);
      if (to == i) {
        break;
      }
      boolean isCapital = Character.isUpperCase(text.charAt(i));
      boolean isParticle = PARTICLES.contains(Words.lower(text, i, to));
      if (!isCapital && !isParticle && !(isAnnounced && word < 3)) {
        break;
      }
      end = isParticle ? end : to;
      i = to;
      i += Chars.at(text, i) == '.' && to - i <= 2 ? 1 : 0;
    }
    return end;
  }

  /** "Hauptstraße 5", "Berliner Str. 12a". */
  private static int suffix(String text, int start, int end, boolean isAnnounced) {
    boolean isCapital = Character.isUpperCase(text.charAt(start));
    int to = end;
    if (!isCapital && !isAnnounced) {
      return -1;
    }
    boolean ends = endsLikeStreet(text, start, end, isAnnounced);
    if (!ends && Chars.at(text, end) == ' ') {
      to = wordEnd(text, end + 1);
      ends = to > end + 1 && germanic(Words.lower(text, end + 1, to));
    }
    if (!ends) {
      return -1;
    }
    int i = Chars.at(text, to) == '.' ? to + 1 : to;
    return Chars.at(text, i) == ' ' && Chars.digit(Chars.at(text, i + 1))
        ? number(text, i + 1)
        : -1;
  }

  private static boolean germanic(String word) {
    return word.equals("straße")
        || word.equals("strasse")
        || word.equals("str")
        || word.equals("straat");
  }

  private static boolean endsLikeStreet(String text, int start, int end, boolean isAnnounced) {
    String word = Words.lower(text, start, end);
    for (String suffix : SUFFIXES) {
      boolean isLong = word.length() >= suffix.length() + 3;
      if (isLong && word.endsWith(suffix) && (isAnnounced || !EVERYDAY_SUFFIX.contains(suffix))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the end of a house number: up to six digits, with a letter or a range. */
  private static int number(String text, int start) {
    int i = Chars.digits(text, start, 7);
    if (i == start || i - start > 6) {
      return -1;
    }
    if (Chars.at(text, i) == '-' && Chars.digit(Chars.at(text, i + 1))) {
      i = Chars.digits(text, i + 1, 5);
    }
    boolean isLetter = Chars.asciiLetter(Chars.at(text, i)) && !Chars.joins(Chars.at(text, i + 1));
    i += isLetter ? 1 : 0;
    char next = Chars.at(text, i);
    boolean isDecimal = next == '.' && Chars.digit(Chars.at(text, i + 1));
    return isDecimal || Chars.joins(next) || next == '%' || next == ':' ? -1 : i;
  }

  /** "5th", "42nd". */
  private static int ordinalEnd(String text, int from) {
    int i = from;
    while (i < from + 3 && Chars.digit(Chars.at(text, i))) {
      i++;
    }
    boolean isOrdinal =
        i > from
            && (text.startsWith("th", i)
                || text.startsWith("st", i)
                || text.startsWith("nd", i)
                || text.startsWith("rd", i))
            && !Chars.joins(Chars.at(text, i + 2));
    return isOrdinal ? i + 2 : -1;
  }

  static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && i <= from + LONGEST_WORD && wordPart(text, from, i)) {
      i++;
    }
    return i - from > LONGEST_WORD ? from : i;
  }

  private static boolean wordPart(String text, int from, int i) {
    char c = text.charAt(i);
    if (c == '-' || c == '\'') {
      return i > from && Chars.letter(Chars.at(text, i + 1));
    }
    return Chars.letter(c) && !Chars.unspaced(c);
  }
}
