package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A form of the statement of {@link CloseSql}. What an end does not need is left out of it: what a
 * server spends on an end is mostly spent on the length of the statement.
 *
 * @param rules the number of rules of the fallback
 * @param isQuick whether it ends only what no stored retention policy has a say in
 * @param isPlain whether it ends whatever is live, and now
 * @param isAlike whether all the sessions of one statement are ended in the same way
 */
record CloseForm(int rules, boolean isQuick, boolean isPlain, boolean isAlike) {
  /** What an intent brings along, with its type. */
  private static final Map<String, String> ALL = brought(false);

  /** What it brings along where it is plain. */
  private static final Map<String, String> PLAIN = brought(true);

  private static Map<String, String> brought(boolean isPlain) {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("org", "uuid");
    types.put("id", "uuid");
    types.put("target", "varchar");
    types.put("reason", "varchar");
    types.put("reasonNever", "varchar");
    types.put("outcomeEngaged", "varchar");
    types.put("outcomeOther", "varchar");
    types.put("outcomeNever", "varchar");
    types.put("reported", "text");
    types.put("by", "varchar");
    types.put("at", "timestamptz");
    types.put("successor", "uuid");
    if (!isPlain) {
      types.put("endKind", "integer");
      types.put("told", "timestamptz");
      types.put("guard", "integer");
      types.put("guardStatus", "varchar");
      types.put("guardMicros", "bigint");
      types.put("guardToken", "bigint");
    }
    return Collections.unmodifiableMap(types);
  }

  /** The form for these, which are on the same terms. */
  static CloseForm of(List<CloseIntent> intents, boolean isQuick) {
    CloseIntent first = intents.get(0);
    boolean isAlike = true;
    boolean isPlain = true;
    for (CloseIntent intent : intents) {
      isPlain &= intent.guard() instanceof CloseGuard.Any && intent.end() instanceof EndTime.Now;
      isAlike &= intent.forSession(first.session(), intent.successorId()).equals(first);
    }
    return new CloseForm(
        first.defaults().defaultPolicy().rules().size(), isQuick, isPlain, isAlike);
  }

  /** What an intent brings along, with its type. */
  Map<String, String> brought() {
    return isPlain ? PLAIN : ALL;
  }

  /** What it brings along beside its key, for all sessions of a statement. */
  String same() {
    return brought().entrySet().stream()
        .filter(it -> !isKey(it.getKey()))
        .map(it -> "CAST(:" + it.getKey() + " AS " + it.getValue() + ") AS " + it.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Whether this names the session. */
  static boolean isKey(String name) {
    return name.equals("org") || name.equals("id");
  }
}
