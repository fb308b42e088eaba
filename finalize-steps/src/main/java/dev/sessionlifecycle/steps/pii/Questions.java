package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.vocabulary.Phrases;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Recognizes what a message asks for, and how an answer to it is to be read. */
final class Questions {

  /** What the detectors take for an announcement of what was asked for. */
  private static final Map<Term, String> ANNOUNCEMENTS = announcements();

  private static final Phrases ASKED = new Phrases(List.copyOf(ANNOUNCEMENTS.keySet()));
  private static final Phrases FILLERS = new Phrases(List.of(Term.FILLER));
  private static final WordSet YOURS = WordSet.of(Term.POSSESSIVE);
  private static final WordSet MINE = WordSet.of(Term.MINE);
  private static final Set<String> GENERAL = Vocabulary.of(Term.NAME_ASKED);
  private static final int TAIL = 240;
  private static final int SHORT = 40;
  private static final int NEAR = 24;
  private static final int MAX_FILLERS = 6;

  private Questions() {}

  private static Map<Term, String> announcements() {
    Map<Term, String> map = new EnumMap<>(Term.class);
    map.put(Term.NAME_ASKED, "name: ");
    map.put(Term.ADDRESS_ASKED, "address: ");
    map.put(Term.BIRTH_ASKED, "date of birth: ");
    map.put(Term.CODE_ASKED, "security code: ");
    map.put(Term.ACCOUNT_ASKED, "account number: ");
    map.put(Term.PHONE_ASKED, "phone number: ");
    map.put(Term.MAIL_ASKED, "e-mail: ");
    map.put(Term.CARD_ASKED, "card number: ");
    map.put(Term.IBAN_ASKED, "iban: ");
    map.put(Term.SSN_ASKED, "social security number: ");
    map.put(Term.DOCUMENT_ASKED, "passport number: ");
    map.put(Term.EXPIRY_ASKED, "card expires ");
    map.put(Term.PASSWORD_ASKED, "password: ");
    map.put(Term.ZIP_ASKED, "zip code: ");
    return map;
  }

  /** Returns what a message asks the other speaker for. */
  static Set<Term> in(String text, boolean isAgent) {
    Set<Term> asked = EnumSet.noneOf(Term.class);
    int from = Math.max(0, text.length() - TAIL);
    WordSet whose = isAgent ? YOURS : MINE;
    boolean isQuestion =
        text.length() <= SHORT
            || text.indexOf('?', from) >= 0
            || text.indexOf('？', from) >= 0
            || whose.isNearBefore(text, text.length(), TAIL);
    int i = isQuestion ? wordStart(text, from) : text.length();
    while (i < text.length()) {
      if (!Chars.letter(text.charAt(i)) || (i > 0 && Chars.latin(text.charAt(i - 1)))) {
        i++;
        continue;
      }
      int end = wordEnd(text, i);
      Phrases.Match match = ASKED.at(text, i, end);
      if (match != null && isAsked(text, i, match, isAgent)) {
        asked.addAll(match.terms());
      }
      i = match == null ? end : match.end();
    }
    return asked;
  }

  private static boolean isAsked(String text, int begin, Phrases.Match match, boolean isAgent) {
    if (text.startsWith(" of the", match.end()) || text.startsWith(" of a", match.end())) {
      return false;
    }
    if (!isAgent) {
      return MINE.isNearBefore(text, begin, NEAR);
    }
    boolean isGeneral =
        match.terms().contains(Term.NAME_ASKED)
            && GENERAL.contains(text.substring(begin, match.end()).toLowerCase(Locale.ROOT))
            && text.substring(begin, match.end()).indexOf(' ') < 0;
    return !isGeneral || text.length() <= SHORT || YOURS.isNearBefore(text, begin, NEAR);
  }

  /** Returns the announcement that the detectors understand. */
  static List<String> announcements(Set<Term> asked) {
    List<String> announcements = new ArrayList<>();
    asked.forEach(term -> announcements.add(ANNOUNCEMENTS.getOrDefault(term, "")));
    return announcements;
  }

  /** Returns where the answer begins after words such as "sure, it is". */
  static int skipFillers(String text) {
    int i = skipMarks(text, 0);
    for (int word = 0; word < MAX_FILLERS && i < text.length(); word++) {
      boolean isLetter = Chars.letter(text.charAt(i));
      Phrases.Match match = isLetter ? FILLERS.at(text, i, wordEnd(text, i)) : null;
      if (match == null) {
        break;
      }
      int next = skipMarks(text, match.end());
      if (next == text.length()) {
        break;
      }
      i = next;
    }
    return i;
  }

  private static int skipMarks(String text, int from) {
    int i = from;
    while (i < text.length() && " ,.:;!-'’\n\t…、，。".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static int wordStart(String text, int from) {
    int i = from;
    while (i > 0 && i < text.length() && Chars.latin(text.charAt(i - 1))) {
      i++;
    }
    return i;
  }

  private static int wordEnd(String text, int from) {
    if (Chars.unspaced(text.charAt(from))) {
      return from + 1;
    }
    int i = from;
    while (i < text.length() && Chars.letter(text.charAt(i)) && !Chars.unspaced(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
