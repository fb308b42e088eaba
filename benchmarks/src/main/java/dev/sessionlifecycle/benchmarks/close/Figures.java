package dev.sessionlifecycle.benchmarks.close;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures printed at the end of a run. */
final class Figures {
  private final List<String> lines = new ArrayList<>();

  void add(String name, double value) {
    lines.add(String.format(Locale.ROOT, "figure %s %.2f", name, value));
  }

  void print() {
    lines.forEach(System.out::println);
  }
}
