package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.SpokenWords;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.Set;

/** The domain part of a spoken address: "g mail dot com", "www dot example dot co dot u k". */
final class SpokenDomain {

  private static final int MAX_WORDS = 3;
  private static final int MAX_LABELS = 5;
  private static final Set<String> NO_LABEL =
      Words.set(
          "the a an is at dot my your our this that and or of to in on with from his her its");

  private static final Set<String> DOTS = Vocabulary.of(Term.DOT);
  private static final Set<String> ARTICLES = Words.set("a an the my our this that another one");

  private SpokenDomain() {}

  /** Returns whether the word is a spoken dot, in any language. */
  static boolean isDot(SpokenWords words, int from, int to) {
    return to > from && DOTS.contains(words.lower(from, to));
  }

  /** Returns the end of what follows a spoken "slash", or {@code end}. */
  static int path(SpokenWords words, int end) {
    int to = end;
    for (int part = 0; part < MAX_WORDS; part++) {
      int slash = words.skipGap(to);
      int after = words.wordEnd(slash);
      int from = words.skipGap(after);
      int next = words.wordEnd(from);
      if (slash == to || !words.is(slash, after, "slash") || from == after || next == from) {
        break;
      }
      to = next;
    }
    return to;
  }

  /** Returns the end of a domain that begins after "at", or -1. */
  static int end(SpokenWords words, int after) {
    int i = after;
    for (int word = 0; word <= MAX_WORDS; word++) {
      int from = words.skipGap(i);
      int to = words.wordEnd(from);
      if (from == i || to == from) {
        return -1;
      }
      if (isDot(words, from, to)) {
        boolean isArticle = word == 1 && ARTICLES.contains(words.lower(words.skipGap(after), i));
        return word == 0 || isArticle ? -1 : rest(words, from, to);
      }
      i = to;
    }
    return -1;
  }

  /**
   * Returns the end of the labels from a "dot" on, or -1 if the last one is not a top-level domain.
   */
  static int rest(SpokenWords words, int dot, int afterDot) {
    int after = afterDot;
    int end = -1;
    for (int label = 0; label < MAX_LABELS && after > dot; label++) {
      int from = words.skipGap(after);
      int to = label(words, from);
      if (from == after || to == from) {
        break;
      }
      end = topLevel(words, from, to) ? to : end;
      int next = words.skipGap(to);
      int nextEnd = words.wordEnd(next);
      if (next == to || !isDot(words, next, nextEnd)) {
        break;
      }
      after = nextEnd;
    }
    return end;
  }

  /** Reads a word, or consecutive single letters: "u k". */
  private static int label(SpokenWords words, int from) {
    int to = words.wordEnd(from);
    if (to - from != 1) {
      boolean plain = topLevel(words, from, to) && !wordLike(words, to);
      return plain ? to : severalWords(words, to);
    }
    int end = to;
    for (int letters = 1; letters < 4; letters++) {
      int next = words.skipGap(end);
      int nextEnd = words.wordEnd(next);
      if (next == end || nextEnd - next != 1) {
        break;
      }
      end = nextEnd;
    }
    return end;
  }

  /** Reads several words ("my shop") if another "dot" follows, otherwise the first word only. */
  private static int severalWords(SpokenWords words, int first) {
    int end = first;
    for (int word = 1; word < MAX_WORDS; word++) {
      int from = words.skipGap(end);
      int to = words.wordEnd(from);
      if (from == end || to == from) {
        return first;
      }
      if (isDot(words, from, to)) {
        return end;
      }
      if (words.is(from, to, "at") || words.is(from, to, "and") || words.is(from, to, "or")) {
        return first;
      }
      end = to;
    }
    int from = words.skipGap(end);
    return from > end && isDot(words, from, words.wordEnd(from)) ? end : first;
  }

  /** Returns whether the domain's last word may be an ordinary word. */
  static boolean wordLike(SpokenWords words, int end) {
    int start = words.wordStart(end);
    return TopLevelDomains.spokenWord(words.lower(start, end)) && end - start > 1;
  }

  private static boolean topLevel(SpokenWords words, int from, int to) {
    String label = words.lower(from, to).replace(" ", "");
    return TopLevelDomains.known(label, 0, label.length());
  }

  /** "w w w": extends a single letter to the single letters before it. */
  private static int letters(SpokenWords words, int from, int floor) {
    int start = from;
    for (int letter = 0; letter < 3 && words.wordEnd(start) - start == 1; letter++) {
      int to = words.skipGapBack(start);
      int before = words.wordStart(to);
      if (to == start || to - before != 1 || before < floor) {
        break;
      }
      start = before;
    }
    return start;
  }

  /** Returns where a domain without a mailbox begins before its first "dot", or -1. */
  static int start(SpokenWords words, int dot, int floor) {
    int start = -1;
    int before = dot;
    for (int label = 0; label < MAX_LABELS; label++) {
      int to = words.skipGapBack(before);
      int from = words.wordStart(to);
      if (to == before || from == to || from < floor || NO_LABEL.contains(words.lower(from, to))) {
        break;
      }
      start = letters(words, from, floor);
      from = start;
      int dotTo = words.skipGapBack(from);
      int dotFrom = words.wordStart(dotTo);
      if (dotTo == from || !isDot(words, dotFrom, dotTo)) {
        break;
      }
      before = dotFrom;
    }
    return start;
  }
}
