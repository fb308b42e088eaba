package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.SpokenWords;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;

/** The domain part of what was spoken: "g mail dot com", "www dot example dot co dot u k". */
final class SpokenDomain {

  private static final int MAX_WORDS = 3;
  private static final int MAX_LABELS = 5;
  private static final Set<String> NO_LABEL =
      Words.set(
          "the a an is at dot my your our this that and or of to in on with from his her its");

  private SpokenDomain() {}

  /** The end of a domain that begins behind "at", or -1. */
  static int end(SpokenWords words, int after) {
    int i = after;
    for (int word = 0; word <= MAX_WORDS; word++) {
      int from = words.skipGap(i);
      int to = words.wordEnd(from);
      if (from == i || to == from) {
        return -1;
      }
      if (words.is(from, to, "dot")) {
        return word == 0 ? -1 : rest(words, from, to);
      }
      i = to;
    }
    return -1;
  }

  /** The end of the labels from a "dot" on, or -1 where the last one is no top-level domain. */
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
      if (next == to || !words.is(next, nextEnd, "dot")) {
        break;
      }
      after = nextEnd;
    }
    return end;
  }

  /** A word, or single letters one after another: "u k". */
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

  /** "my shop" before another "dot"; else the first word alone. */
  private static int severalWords(SpokenWords words, int first) {
    int end = first;
    for (int word = 1; word < MAX_WORDS; word++) {
      int from = words.skipGap(end);
      int to = words.wordEnd(from);
      if (from == end || to == from) {
        return first;
      }
      if (words.is(from, to, "dot")) {
        return end;
      }
      if (words.is(from, to, "at") || words.is(from, to, "and") || words.is(from, to, "or")) {
        return first;
      }
      end = to;
    }
    int from = words.skipGap(end);
    return from > end && words.is(from, words.wordEnd(from), "dot") ? end : first;
  }

  /** Whether the domain's last word may as well be an ordinary one. */
  static boolean wordLike(SpokenWords words, int end) {
    int start = words.wordStart(end);
    return TopLevelDomains.wordLike(words.lower(start, end)) && end - start > 1;
  }

  private static boolean topLevel(SpokenWords words, int from, int to) {
    String label = words.lower(from, to).replace(" ", "");
    return TopLevelDomains.known(label, 0, label.length());
  }

  /** "w w w": single letters before a single letter belong to it. */
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

  /** Where a domain without a mailbox begins before its first "dot", or -1. */
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
      if (dotTo == from || !words.is(dotFrom, dotTo, "dot")) {
        break;
      }
      before = dotFrom;
    }
    return start;
  }
}
