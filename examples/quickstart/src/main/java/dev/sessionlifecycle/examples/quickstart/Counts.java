package dev.sessionlifecycle.examples.quickstart;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How often each value occurs, the most frequent first. */
record Counts<T>(List<Map.Entry<T, Integer>> entries) {

  static <S, T> Counts<T> of(List<S> items, Function<S, T> value) {
    Map<T, Integer> counts = new LinkedHashMap<>();
    items.forEach(item -> counts.merge(value.apply(item), 1, Integer::sum));
    return new Counts<>(
        counts.entrySet().stream()
            .sorted(Map.Entry.<T, Integer>comparingByValue(Comparator.reverseOrder()))
            .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
            .toList());
  }

  int size() {
    return entries.size();
  }

  /** A bar for the value at this place, the longest at most so many characters. */
  String bar(int place, int longest) {
    int most = entries.get(0).getValue();
    return "█".repeat(Math.max(1, entries.get(place).getValue() * longest / most));
  }
}
