package dev.sessionlifecycle.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Horizontal bars in groups, drawn as SVG. Each group has a scale of its own, which begins at zero,
 * and its first bar is highlighted. Not thread-safe.
 */
public final class BarChart {
  private static final int WIDTH = 860;
  private static final int LABELS = 300;
  private static final int LONGEST_BAR = 420;
  private static final int ROW = 22;
  private static final int TOP = 58;

  private final String title;
  private final String unit;
  private final Map<String, List<Bar>> groups = new LinkedHashMap<>();

  private record Bar(String label, double value) {}

  /**
   * Creates an empty chart.
   *
   * @param unit what the values are, such as {@code "ends per second"}
   */
  public BarChart(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds a bar at the end of its group; the value is at least 0. */
  public BarChart bar(String group, String label, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(label + ": " + value);
    }
    groups.computeIfAbsent(group, it -> new ArrayList<>()).add(new Bar(label, value));
    return this;
  }

  /**
   * Writes the chart to a file with this name in the folder that the environment variable {@code
   * PLOTS} names, and prints where it is; does nothing where that is not set.
   */
  public void writeIfAsked(String name) throws IOException {
    String folder = System.getenv("PLOTS");
    if (folder != null && !folder.isBlank() && !groups.isEmpty()) {
      Path file = Files.createDirectories(Path.of(folder)).resolve(name + ".svg");
      Files.writeString(file, svg());
      System.out.println("plot " + file);
    }
  }

  /** Returns the chart. Equal charts have equal texts. */
  public String svg() {
    StringBuilder rows = new StringBuilder();
    int y = TOP;
    for (Map.Entry<String, List<Bar>> group : groups.entrySet()) {
      rows.append(text(16, y + 15, "group", group.getKey()));
      y += ROW;
      double most = group.getValue().stream().mapToDouble(Bar::value).max().orElse(0);
      boolean isFirst = true;
      for (Bar bar : group.getValue()) {
        rows.append(row(bar, y, most == 0 ? 0 : bar.value() / most, isFirst));
        isFirst = false;
        y += ROW;
      }
      y += ROW / 2;
    }
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>%3$s</title>
        <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f; }
        .title { font-size: 16px; font-weight: 600; }
        .unit { fill: #57606a; }
        .group { font-weight: 600; }
        </style>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        %4$s%5$s%6$s</svg>
        """,
        WIDTH,
        y + ROW / 2,
        escaped(title),
        text(16, 26, "title", title),
        text(16, 46, "unit", unit),
        rows);
  }

  private static String row(Bar bar, int y, double share, boolean isFirst) {
    int length = (int) Math.round(share * LONGEST_BAR);
    return text(32, y + 15, "label", bar.label())
        + String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" fill=\"%s\"/>%n",
                LABELS,
                y + 2,
                Math.max(1, length),
                isFirst ? "#1f6feb" : "#8c959f")
            .replace(System.lineSeparator(), "\n")
        + text(LABELS + length + 8, y + 15, "value", number(bar.value()));
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String text(int x, int y, String style, String text) {
    return "<text class=\""
        + style
        + "\" x=\""
        + x
        + "\" y=\""
        + y
        + "\">"
        + escaped(text)
        + "</text>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
