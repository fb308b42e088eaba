package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Chart;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.session.SessionBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws spans of time as pictures, each with the same in numbers. */
final class Charts {
  private static final double SIZE = 1_000;

  /** The part of a span that its bar takes. */
  private static final double BAR = 0.72;

  private final TimeRange range;
  private final Formats formats;

  Charts(TimeRange range, Formats formats) {
    this.range = range;
    this.formats = formats;
  }

  /**
   * How the sessions that began in each span came out; those that go on are a colour of its own.
   */
  Chart outcomes(List<SessionBucket> buckets) {
    List<OutcomeCategory> shown =
        Stream.of(OutcomeCategory.values()).filter(it -> sum(buckets, it) > 0).toList();
    long most = buckets.stream().mapToLong(it -> it.counts().total()).max().orElse(0);
    long top = niceTop(most);
    List<Chart.Bar> bars = new ArrayList<>();
    for (int i = 0; i < buckets.size() && most > 0; i++) {
      SessionBucket bucket = buckets.get(i);
      double height = 0;
      for (OutcomeCategory outcome : shown) {
        height = stack(bars, i, buckets.size(), height, bucket.counts().of(outcome), top, outcome);
      }
      stack(bars, i, buckets.size(), height, open(bucket), top, null);
    }
    List<Chart.Legend> legend = new ArrayList<>();
    shown.forEach(
        it ->
            legend.add(
                new Chart.Legend(
                    Formats.words(it.wire()), Labels.css(it), Formats.number(sum(buckets, it)))));
    long open = buckets.stream().mapToLong(Charts::open).sum();
    if (open > 0) {
      legend.add(new Chart.Legend("not ended", "o-open", Formats.number(open)));
    }
    return new Chart(
        "Sessions by outcome, " + range.words(),
        Formats.number(top),
        labels(buckets),
        bars,
        List.of(),
        legend,
        outcomeTable(buckets, shown));
  }

  private double stack(
      List<Chart.Bar> bars,
      int index,
      int of,
      double below,
      long count,
      long top,
      @Nullable OutcomeCategory outcome) {
    if (count == 0) {
      return below;
    }
    double step = SIZE / of;
    double height = SIZE * count / top;
    bars.add(
        new Chart.Bar(
            decimal(index * step + step * (1 - BAR) / 2),
            decimal(SIZE - below - height),
            decimal(step * BAR),
            decimal(height),
            outcome == null ? "o-open" : Labels.css(outcome),
            ""));
    return below + height;
  }

  private Table outcomeTable(List<SessionBucket> buckets, List<OutcomeCategory> shown) {
    List<String> columns = new ArrayList<>(List.of("From"));
    shown.forEach(it -> columns.add(Formats.words(it.wire())));
    columns.add("not ended");
    List<Table.Row> rows = new ArrayList<>();
    for (SessionBucket bucket : buckets) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.time(formats.time(bucket.from()))));
      shown.forEach(it -> cells.add(Cell.number(Formats.number(bucket.counts().of(it)))));
      cells.add(Cell.number(Formats.number(open(bucket))));
      rows.add(new Table.Row("", cells));
    }
    return new Table("Sessions by outcome and time", columns, rows, "");
  }

  /** The median and the 95th percentile of the durations in each span. */
  Chart durations(List<SessionBucket> buckets) {
    long most =
        buckets.stream()
            .map(SessionBucket::p95Duration)
            .mapToLong(it -> it == null ? 0 : it.toSeconds())
            .max()
            .orElse(0);
    long top = niceSeconds(most);
    List<Chart.Line> lines = new ArrayList<>();
    line(lines, buckets, SessionBucket::p95Duration, top, "line-p95");
    line(lines, buckets, SessionBucket::medianDuration, top, "line-median");
    List<Table.Row> rows =
        buckets.stream()
            .map(
                it ->
                    Table.row(
                        Cell.time(formats.time(it.from())),
                        Cell.number(Formats.duration(it.medianDuration())),
                        Cell.number(Formats.duration(it.p95Duration()))))
            .toList();
    return new Chart(
        "Durations, " + range.words(),
        Formats.duration(Duration.ofSeconds(top)),
        labels(buckets),
        List.of(),
        lines,
        List.of(
            new Chart.Legend("median", "line-median", ""),
            new Chart.Legend("95th percentile", "line-p95", "")),
        new Table("Durations by time", List.of("From", "Median", "95th percentile"), rows, ""));
  }

  /** Spans in which nothing ended break the line. */
  private static void line(
      List<Chart.Line> lines,
      List<SessionBucket> buckets,
      Function<SessionBucket, @Nullable Duration> value,
      long top,
      String css) {
    StringBuilder points = new StringBuilder();
    double step = SIZE / Math.max(1, buckets.size());
    for (int i = 0; i < buckets.size(); i++) {
      Duration duration = value.apply(buckets.get(i));
      if (duration != null) {
        double x = (i + 0.5) * step;
        double y = SIZE - SIZE * duration.toMillis() / (1_000.0 * top);
        // A point of its own is drawn as a short line.
        boolean alone = points.isEmpty();
        points.append(alone ? decimal(x - step * BAR / 2) + "," + decimal(y) + " " : "");
        points.append(decimal(x)).append(',').append(decimal(y)).append(' ');
      }
      if (duration == null || i == buckets.size() - 1) {
        if (!points.isEmpty()) {
          lines.add(new Chart.Line(points.toString().strip(), css));
        }
        points.setLength(0);
      }
    }
  }

  private List<String> labels(List<SessionBucket> buckets) {
    if (buckets.isEmpty()) {
      return List.of();
    }
    return List.of(
        range.label(buckets.get(0).from(), formats),
        range.label(buckets.get(buckets.size() / 2).from(), formats),
        range.label(buckets.get(buckets.size() - 1).from(), formats));
  }

  private static long open(SessionBucket bucket) {
    return bucket.counts().total()
        - bucket.counts().byOutcome().values().stream().mapToLong(Long::longValue).sum();
  }

  private static long sum(List<SessionBucket> buckets, OutcomeCategory outcome) {
    return buckets.stream().mapToLong(it -> it.counts().of(outcome)).sum();
  }

  /** The next number of one digit other than 7 or 9, with zeros behind it: easy to read. */
  static long niceTop(long most) {
    long power = 1;
    while (10 * power < most) {
      power *= 10;
    }
    for (long factor : new long[] {1, 2, 3, 4, 5, 6, 8}) {
      if (factor * power >= most) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** The next whole number of the largest unit in which the longest duration is at least one. */
  static long niceSeconds(long most) {
    long unit = most <= 60 ? 1 : most <= 3_600 ? 60 : most <= 86_400 ? 3_600 : 86_400;
    return unit * Math.max(1, niceTop((most + unit - 1) / unit));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
