package dev.sessionlifecycle.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the reason that a string names: the usual spellings by a hash look-up, any other by
 * comparing it in place with the few reasons of as many letters, separators skipped and ASCII
 * letters lowered.
 *
 * <p>Folding the string into a new one and looking that up is shorter, but takes 21 times as long
 * as a bare look-up instead of 9 ({@code coercion.any.vs_hashmap}, at most 12) and allocates 65
 * bytes for each call ({@code coercion.any.bytes}, at most 0).
 */
final class ReasonIndex {
  private static final char SEPARATOR = 0;

  private record Name(String letters, TerminationReason reason) {}

  private final Map<String, TerminationReason> spellings = new HashMap<>();
  private final List<List<Name>> byLetterCount = new ArrayList<>();
  private final char[] foldedAscii = new char[0x80];

  ReasonIndex(TerminationReason[] all) {
    for (char c = 0; c < foldedAscii.length; c++) {
      boolean isCapital = c >= 'A' && c <= 'Z';
      foldedAscii[c] =
          c == '_' || c == '-' || c <= ' ' ? SEPARATOR : isCapital ? (char) (c + ('a' - 'A')) : c;
    }
    for (TerminationReason reason : all) {
      spellings.put(reason.wire(), reason);
      spellings.put(reason.name(), reason);
      spellings.put(reason.wire().replace('_', '-'), reason);
      String letters = reason.wire().replace("_", "");
      while (byLetterCount.size() <= letters.length()) {
        byLetterCount.add(new ArrayList<>());
      }
      byLetterCount.get(letters.length()).add(new Name(letters, reason));
    }
  }

  TerminationReason find(String reported) {
    TerminationReason exact = spellings.get(reported);
    return exact == null ? findFolded(reported) : exact;
  }

  private TerminationReason findFolded(String reported) {
    int count = countLetters(reported);
    if (count < byLetterCount.size()) {
      List<Name> names = byLetterCount.get(count);
      for (int i = 0; i < names.size(); i++) { // an iterator would be allocated
        if (isSpelled(reported, names.get(i).letters())) {
          return names.get(i).reason();
        }
      }
    }
    return TerminationReason.UNKNOWN;
  }

  /** Stops counting once there are more than in any reason. */
  private int countLetters(String text) {
    int count = 0;
    for (int i = 0; i < text.length() && count < byLetterCount.size(); i++) {
      count += fold(text.charAt(i)) == SEPARATOR ? 0 : 1;
    }
    return count;
  }

  /** Compares a text with as many letters. */
  private boolean isSpelled(String text, String letters) {
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = fold(text.charAt(i));
      if (c != SEPARATOR && c != letters.charAt(at++)) {
        return false;
      }
    }
    return true;
  }

  private char fold(char c) {
    if (c < foldedAscii.length) {
      return foldedAscii[c];
    }
    return Character.isSpaceChar(c) || Character.isWhitespace(c) ? SEPARATOR : c;
  }
}
