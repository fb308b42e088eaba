package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.SpokenWords;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;

/** The mailbox before a spoken "at": "john dot smith", "j o h n four two", "mary underscore k". */
final class SpokenLocalPart {

  private static final int MAX_WORDS = 24;
  private static final Set<String> JOINTS =
      Words.set(
          "dot underscore dash hyphen plus minus point period punto punkt ponto punt kropka guion guión"
              + " unterstrich bindestrich tiret trattino onderstreepje streepje hífen sublinhado subrayado");
  private static final Set<String> NO_MAILBOX =
      Words.set(
          "is it its s me us him her them you i we they at to on in of the a an my your our his email"
              + " mail emails address look shop online available here there was be are am as use"
              + " write and or out up down back stay live arrive arrived buy sold order ordered"
              + " found over work works that this now just only even try that's it's him start not yes yeah okay ok sure um uh"
              + " so well es ist è é est correo mi meu minha mein meine mia mijn mon il la el le o hai"
              + " have ja sí sim oui sì correio adresse dirección met");

  /** "k like kilo", "s as in sam". */
  private static final Set<String> LIKE = Words.set("like for as in wie comme como come zoals jak");

  private SpokenLocalPart() {}

  /** Returns where the mailbox begins, or -1 if the word before "at" cannot be one. */
  static int start(SpokenWords words, int at, int floor) {
    int start = -1;
    int before = at;
    boolean joined = false;
    boolean small = false;
    boolean word = false;
    for (int i = 0; i < MAX_WORDS; i++) {
      int to = words.skipGapBack(before);
      int from = words.wordStart(to);
      if ((to == before && i > 0) || from == to || from < floor) {
        break;
      }
      int letter = start < 0 || small ? exampleOf(words, from, to) : -1;
      if (letter >= floor) {
        start = letter;
        small = true;
        joined = false;
        before = letter;
        continue;
      }
      String lower = words.lower(from, to);
      boolean joint = JOINTS.contains(lower);
      boolean piece =
          to - from == 1 || NumberWords.at(lower, 0, lower.length()) != null || numeral(lower);
      if (joint) {
        if (start < 0) {
          break;
        }
        joined = true;
      } else if (NO_MAILBOX.contains(lower) && !(to - from == 1 && spelled(words, from, small))) {
        break;
      } else if (piece) {
        start = from;
        small = true;
        joined = false;
      } else if (start < 0 || joined || (small && !word)) {
        start = from;
        word = true;
        small = false;
        joined = false;
      } else {
        break;
      }
      before = from;
    }
    return start;
  }

  /** Returns where the letter stands that the word is an example of, as in "k like kilo", or -1. */
  private static int exampleOf(SpokenWords words, int from, int to) {
    int before = from;
    for (int word = 0; word < 2; word++) {
      int end = words.skipGapBack(before);
      int start = words.wordStart(end);
      if (start == end || !LIKE.contains(words.lower(start, end))) {
        return -1;
      }
      int letterEnd = words.skipGapBack(start);
      int letter = words.wordStart(letterEnd);
      boolean isLetter =
          letterEnd - letter == 1 && words.is(letter, letterEnd, words.lower(from, from + 1));
      if (isLetter && to - from > 1) {
        return letter;
      }
      before = start;
    }
    return -1;
  }

  /** Returns whether a letter that is also a word is among single letters. */
  private static boolean spelled(SpokenWords words, int from, boolean small) {
    int to = words.skipGapBack(from);
    return small || (to < from && to - words.wordStart(to) == 1);
  }

  private static boolean numeral(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!Chars.digit(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
