package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * Stacked bars over time, in a square of 1,000 by 1,000 that the page stretches.
 *
 * @param summary what the picture shows, in words
 * @param top what the height stands for
 * @param labels times below it: the first, one in the middle, the last
 * @param legend what is shown, with the class of each colour
 * @param table the same in numbers
 */
public record Chart(
    String summary,
    String top,
    List<String> labels,
    List<Bar> bars,
    List<Line> lines,
    List<Legend> legend,
    Table table) {

  /** A piece of a bar. */
  public record Bar(String x, String y, String width, String height, String css, String title) {}

  /** A line through the spans that have a value, of one or several pieces. */
  public record Line(String points, String css) {}

  /** What a colour stands for. */
  public record Legend(String label, String css, String count) {}

  public boolean isEmpty() {
    return bars.isEmpty() && lines.isEmpty();
  }
}
