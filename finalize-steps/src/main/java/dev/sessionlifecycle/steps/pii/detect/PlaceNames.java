package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.Set;

/** Recognizes names of persons that are those of places, houses and businesses. */
final class PlaceNames {

  /** Follows the name: "John Wayne Airport". */
  private static final Set<String> AFTER =
      Words.set(
          "airport international museum hotel hotels inn motel resort suites restaurant cuisine kitchen"
              + " grill bar cafe café bistro pizza pizzeria sushi bakery deli spa salon mall plaza tower"
              + " hospital clinic medical school university college academy stadium arena theater theatre"
              + " park garden gardens bridge station terminal library church cathedral center centre"
              + " investments associates bank motors stores foundation flughafen bahnhof krankenhaus"
              + " schule universität aeropuerto aeroporto aéroport hospitaal");

  /** Ends the name: "Beverly Hills". */
  private static final Set<String> LAST =
      Words.set(
          "hills bay beach springs heights valley falls creek rapids island islands village city"
              + " airport hotel inn resort plaza mall park lake river canyon shores ridge junction");

  /** Ends the name of a place that one is in, or goes to: "in Morgan Hill". */
  private static final Set<String> LAST_OF_PLACE = Words.set("hill grove point port ford");

  private static final Set<String> IN = Words.set("in near around to from at");
  private static final Set<String> MONTHS = Vocabulary.of(Term.MONTHS);

  private PlaceNames() {}

  /** Returns whether what looks like a name of two or more words is not that of a person. */
  static boolean isOne(String text, int start, int end) {
    int last = end;
    while (last > start && Chars.letter(text.charAt(last - 1))) {
      last--;
    }
    String word = Words.lower(text, last, end);
    boolean isIn = Words.nearBefore(text, start, 6, IN);
    return LAST.contains(word)
        || MONTHS.contains(word)
        || (isIn && LAST_OF_PLACE.contains(word))
        || isFollowed(text, end);
  }

  private static boolean isFollowed(String text, int end) {
    int from = Chars.at(text, end) == ' ' ? end + 1 : end;
    int to = from > end && from < text.length() ? PersonNames.wordEnd(text, from) : from;
    return to > from && AFTER.contains(Words.lower(text, from, to));
  }
}
