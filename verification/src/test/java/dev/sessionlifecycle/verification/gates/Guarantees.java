package dev.sessionlifecycle.verification.gates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The table in docs/guarantees.md: the tests that each guarantee names. */
record Guarantees(Map<String, List<String>> tests) {

  static final List<String> IDS =
      IntStream.rangeClosed(1, 20).mapToObj("G-%02d"::formatted).toList();

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (G-\\d+) \\|[^|]+\\|([^|]+)\\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");

  static Guarantees parse(String page) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    ROW.matcher(page).results().forEach(row -> rows.put(row.group(1), named(row.group(2))));
    return new Guarantees(rows);
  }

  /** Returns the tests that a text names. */
  static List<String> named(String text) {
    return TEST.matcher(text).results().map(m -> m.group(1)).toList();
  }

  /** Returns the guarantees that name no test. */
  List<String> open() {
    return IDS.stream().filter(id -> tests.getOrDefault(id, List.of()).isEmpty()).toList();
  }

  /** Returns what is wrong with the page, given the existing tests. */
  List<String> orphans(Set<String> existing) {
    List<String> orphans = new ArrayList<>();
    tests.forEach(
        (id, named) -> {
          if (!IDS.contains(id)) {
            orphans.add(id + " is not a guarantee");
          }
          named.stream()
              .filter(test -> !existing.contains(test))
              .forEach(test -> orphans.add(id + " names " + test + ", which does not exist"));
        });
    IDS.stream()
        .filter(id -> !tests.containsKey(id))
        .forEach(id -> orphans.add(id + " is missing"));
    return orphans;
  }
}
