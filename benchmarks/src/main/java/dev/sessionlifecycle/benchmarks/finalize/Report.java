package dev.sessionlifecycle.benchmarks.finalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints progress, and the results at the end. */
final class Report {
  private final long start = System.nanoTime();
  private final List<String> rows = new ArrayList<>();
  private final List<String> figures = new ArrayList<>();

  /** Prints a line about the progress. */
  void progress(String format, Object... values) {
    System.out.printf(
        Locale.ROOT,
        "[%3d s] %s%n",
        (System.nanoTime() - start) / 1_000_000_000,
        String.format(Locale.ROOT, format, values));
  }

  /** Adds a row to the table: a name and what was measured. */
  void row(String name, String format, Object... values) {
    rows.add(
        String.format(Locale.ROOT, "%-38s %s", name, String.format(Locale.ROOT, format, values)));
  }

  void figure(String name, double value) {
    figures.add(String.format(Locale.ROOT, "figure finalize.%s %.2f", name, value));
  }

  void print() {
    System.out.println();
    rows.forEach(System.out::println);
    System.out.println();
    figures.forEach(System.out::println);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
