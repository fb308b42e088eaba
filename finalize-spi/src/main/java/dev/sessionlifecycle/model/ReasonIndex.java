package dev.sessionlifecycle.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reason that a string names. The spellings that platforms use for names, the canonical
 * one among them, are one hash look-up each; any other is folded on the fly (separators dropped,
 * ASCII letters lowered). Nothing is allocated.
 */
final class ReasonIndex {

  /** A power of two, and sparse: most foreign strings meet an empty slot and are done. */
  private static final int SLOTS = 256;

  private static final char SEPARATOR = 0;

  private final Map<String, TerminationReason> spellings = new HashMap<>();
  private final @Nullable TerminationReason[] reasons = new @Nullable TerminationReason[SLOTS];
  private final String[] keys = new String[SLOTS];
  private final char[] folded = new char[0x80];
  private final int longest;

  ReasonIndex(TerminationReason[] all) {
    for (char c = 0; c < folded.length; c++) {
      folded[c] = c == '_' || c == '-' || c <= ' ' ? SEPARATOR : lower(c);
    }
    int longestKey = 0;
    for (TerminationReason reason : all) {
      longestKey = Math.max(longestKey, reason.wire().length());
    }
    this.longest = longestKey;
    for (TerminationReason reason : all) {
      Spellings.of(reason.wire()).forEach(spelling -> spellings.put(spelling, reason));
      int slot = firstSlot(reason.wire());
      while (reasons[slot] != null) {
        slot = next(slot);
      }
      reasons[slot] = reason;
      keys[slot] = reason.wire().replace("_", "");
    }
  }

  TerminationReason find(String reported) {
    TerminationReason exact = spellings.get(reported);
    return exact == null ? findFolded(reported) : exact;
  }

  private TerminationReason findFolded(String reported) {
    int slot = firstSlot(reported);
    while (slot >= 0) {
      TerminationReason reason = reasons[slot];
      if (reason == null) {
        break;
      }
      if (isSpelled(reported, keys[slot])) {
        return reason;
      }
      slot = next(slot);
    }
    return TerminationReason.UNKNOWN;
  }

  /** Where to look first for the folded text; -1 where it is longer than any reason. */
  private int firstSlot(String text) {
    int hash = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = fold(text.charAt(i));
      if (c == SEPARATOR) {
        continue;
      }
      if (++letters > longest) {
        return -1;
      }
      hash = 31 * hash + c;
    }
    return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
  }

  private static int next(int slot) {
    return slot + 1 & SLOTS - 1;
  }

  private boolean isSpelled(String text, String key) {
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = fold(text.charAt(i));
      if (c == SEPARATOR) {
        continue;
      }
      if (at == key.length() || key.charAt(at) != c) {
        return false;
      }
      at++;
    }
    return at == key.length();
  }

  private char fold(char c) {
    if (c < folded.length) {
      return folded[c];
    }
    return Character.isSpaceChar(c) || Character.isWhitespace(c) ? SEPARATOR : c;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}
