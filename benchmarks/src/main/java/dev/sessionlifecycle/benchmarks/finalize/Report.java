package dev.sessionlifecycle.benchmarks.finalize;

import dev.sessionlifecycle.benchmarks.plot.BarChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints progress, and the results at the end. */
final class Report {
  private final long start = System.nanoTime();
  private final BarChart rates = new BarChart("Finalizer, throughput", "steps per second");
  private final BarChart durations =
      new BarChart("Finalizer, from the close to the end of the chain", "milliseconds");
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

  /** Adds a bar to the chart of rates. */
  void rate(String group, String name, double stepsPerSecond) {
    rates.bar(group, name, stepsPerSecond);
  }

  /** Adds a bar to the chart of durations. */
  void duration(String group, String name, double millis) {
    durations.bar(group, name, millis);
  }

  void figure(String name, double value) {
    figures.add(String.format(Locale.ROOT, "figure finalize.%s %.2f", name, value));
  }

  void print() throws IOException {
    rates.writeIfAsked("finalize-throughput");
    durations.writeIfAsked("finalize-latency");
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
