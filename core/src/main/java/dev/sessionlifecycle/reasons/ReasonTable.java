package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values and patterns, each for a leg, with what they mean; keys are folded. */
final class ReasonTable {

  /** Longer than any value that a platform sends; the rest is ignored. */
  private static final int LONGEST = 500;

  private record Meaning(@Nullable TerminationReason reason) {}

  private record Rule(String leg, String glob, Meaning meaning) {}

  private final Map<String, Meaning> exact = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();

  ReasonTable() {}

  ReasonTable(ReasonTable other) {
    exact.putAll(other.exact);
    rules.addAll(other.rules);
  }

  void put(String leg, String value, TerminationReason reason) {
    put(leg, value, new Meaning(reason));
  }

  void putNoEnd(String value) {
    put("", value, new Meaning(null));
  }

  private void put(String leg, String value, Meaning meaning) {
    String key = fold(value);
    if (key.isEmpty()) {
      throw Validator.invalid("value", "must not be blank");
    }
    if (key.indexOf('*') >= 0 || key.indexOf('?') >= 0) {
      rules.add(0, new Rule(leg, key, meaning));
    } else {
      exact.put(leg + '|' + key, meaning);
    }
  }

  /** The reason for a folded value; null if the table has none, or if the value is not an end. */
  @Nullable TerminationReason find(String leg, String key) {
    Meaning meaning = meaning(leg, key);
    return meaning == null ? null : meaning.reason();
  }

  boolean isNotAnEnd(String key) {
    Meaning meaning = meaning("", key);
    return meaning != null && meaning.reason() == null;
  }

  private @Nullable Meaning meaning(String leg, String key) {
    Meaning found = exact.get(leg + '|' + key);
    if (found != null) {
      return found;
    }
    for (Rule rule : rules) {
      if (rule.leg().equals(leg) && Glob.matches(rule.glob(), key)) {
        return rule.meaning();
      }
    }
    return null;
  }

  /** Drops separators and lowers ASCII letters. */
  static String fold(String value) {
    int end = Math.min(value.length(), LONGEST);
    StringBuilder folded = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (isSeparator(c)) {
        continue;
      }
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  private static boolean isSeparator(char c) {
    return c <= ' '
        || "_-.:/|".indexOf(c) >= 0
        || Character.isSpaceChar(c)
        || Character.isWhitespace(c);
  }
}
