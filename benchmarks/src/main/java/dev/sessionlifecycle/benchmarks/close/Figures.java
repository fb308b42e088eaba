package dev.sessionlifecycle.benchmarks.close;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run ends with. */
final class Figures {
  private final List<String> lines = new ArrayList<>();

  static double of(Map<String, Double> rates, String name) {
    Double rate = rates.get(name);
    if (rate == null) {
      throw new IllegalStateException("nothing was measured of " + name);
    }
    return rate;
  }

  void add(String name, double value) {
    lines.add(String.format(Locale.ROOT, "figure %s %.2f", name, value));
  }

  void print() {
    lines.forEach(System.out::println);
  }
}
