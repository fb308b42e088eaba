package dev.sessionlifecycle.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reason that a string names. A canonical string is one hash look-up; any other is folded
 * on the fly (separators dropped, ASCII letters lowered) and allocates nothing.
 */
final class ReasonIndex {

  /** A power of two, and sparse: most foreign strings meet an empty slot and are done. */
  private static final int SLOTS = 256;

  private final Map<String, TerminationReason> canonical = new HashMap<>();
  private final @Nullable TerminationReason[] reasons = new @Nullable TerminationReason[SLOTS];
  private final String[] keys = new String[SLOTS];
  private final int longest;

  ReasonIndex(TerminationReason[] all) {
    int longestKey = 0;
    for (TerminationReason reason : all) {
      longestKey = Math.max(longestKey, reason.wire().length());
    }
    this.longest = longestKey;
    for (TerminationReason reason : all) {
      canonical.put(reason.wire(), reason);
      int slot = firstSlot(reason.wire());
      while (reasons[slot] != null) {
        slot = next(slot);
      }
      reasons[slot] = reason;
      keys[slot] = reason.wire().replace("_", "");
    }
  }

  TerminationReason find(String reported) {
    TerminationReason exact = canonical.get(reported);
    if (exact != null) {
      return exact;
    }
    int slot = firstSlot(reported);
    while (slot >= 0) {
      TerminationReason reason = reasons[slot];
      if (reason == null) {
        break;
      }
      if (spells(reported, keys[slot])) {
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
      char c = text.charAt(i);
      if (isSeparator(c)) {
        continue;
      }
      if (++letters > longest) {
        return -1;
      }
      hash = 31 * hash + lower(c);
    }
    return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
  }

  private static int next(int slot) {
    return slot + 1 & SLOTS - 1;
  }

  private static boolean spells(String text, String key) {
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSeparator(c)) {
        continue;
      }
      if (at == key.length() || key.charAt(at) != lower(c)) {
        return false;
      }
      at++;
    }
    return at == key.length();
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  private static boolean isSeparator(char c) {
    return c < 0x80
        ? c == '_' || c == '-' || c <= ' '
        : Character.isSpaceChar(c) || Character.isWhitespace(c);
  }
}
