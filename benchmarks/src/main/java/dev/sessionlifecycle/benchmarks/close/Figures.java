package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.benchmarks.plot.BarChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures printed at the end of a run, and the chart of its rates. */
final class Figures {
  private final BarChart chart;
  private final List<String> lines = new ArrayList<>();

  Figures(BarChart chart) {
    this.chart = chart;
  }

  /** Adds the rates of a contest to the chart. */
  void draw(String title, int callers, Rates rates) {
    String group = title + ", " + callers + (callers == 1 ? " caller" : " callers");
    rates.names().forEach(name -> chart.bar(group, name, rates.median(name)));
  }

  void add(String name, double value) {
    lines.add(String.format(Locale.ROOT, "figure %s %.2f", name, value));
  }

  /**
   * Prints the figures.
   *
   * @param plot the name of the file for the chart, where one is asked for
   */
  void print(String plot) throws IOException {
    chart.writeIfAsked(plot);
    lines.forEach(System.out::println);
  }
}
