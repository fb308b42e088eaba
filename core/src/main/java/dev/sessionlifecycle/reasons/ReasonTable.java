package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values and patterns, each for a leg, with what they mean; keys are folded. */
final class ReasonTable {

  /**
   * What a value means.
   *
   * @param reason null if the value is not an end
   */
  record Meaning(@Nullable TerminationReason reason) {}

  /** A pattern; without a meaning it is the code in the value that counts. */
  private record Rule(String leg, String glob, @Nullable Meaning meaning) {}

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

  /** Adds a pattern for values that have a code of telephony in them. */
  void putCode(String pattern) {
    put("", pattern, (Meaning) null);
  }

  private void put(String leg, String value, @Nullable Meaning meaning) {
    String key = ReportedValue.fold(value);
    if (key.isEmpty()) {
      throw Validator.invalid("value", "must not be blank");
    }
    if (key.indexOf('*') >= 0 || key.indexOf('?') >= 0) {
      rules.add(0, new Rule(leg, key, meaning));
    } else if (meaning != null) {
      exact.put(leg + '|' + key, meaning);
    }
  }

  /** Returns what a folded value means that is listed as it is; null if it is not listed. */
  @Nullable Meaning exact(String leg, String key) {
    return exact.get(leg + '|' + key);
  }

  /**
   * Returns what a folded value means by itself or by the first pattern that fits.
   *
   * @param code what the code in the value means
   */
  @Nullable Meaning find(String leg, String key, Supplier<@Nullable Meaning> code) {
    Meaning found = exact(leg, key);
    for (int i = 0; i < rules.size() && found == null; i++) {
      Rule rule = rules.get(i);
      if (rule.leg().equals(leg) && Glob.matches(rule.glob(), key)) {
        found = rule.meaning() == null ? code.get() : rule.meaning();
      }
    }
    return found;
  }
}
