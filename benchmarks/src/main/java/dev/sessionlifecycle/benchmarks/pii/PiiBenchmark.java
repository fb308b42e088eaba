package dev.sessionlifecycle.benchmarks.pii;

import dev.sessionlifecycle.benchmarks.cases.SampleRecall;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Precision, recall and F2 by type on a labelled file, and what is found in its lines without
 * labels; recall by type and language on a sample; then the speed and how it depends on length.
 */
final class PiiBenchmark {

  private PiiBenchmark() {}

  /**
   * Runs the program. Arguments: {@code --input FILE [--sample FILE] [--misses] [--no-speed]}. The
   * sample has inputs as {@code benchmarks/run cases} reads them.
   */
  public static void main(String[] args) throws IOException {
    List<String> options = List.of(args);
    Path input = file(options, "--input");
    if (input == null) {
      throw new IllegalArgumentException(
          "usage: pii --input FILE [--sample FILE] [--misses] [--no-speed]");
    }
    List<LabelledLine> lines = LabelledLine.read(input);
    PiiDetector detector = PiiDetectors.all();
    Map<String, Score> scores = score(lines, detector, options.contains("--misses"));
    System.out.println();
    System.out.printf(
        Locale.ROOT,
        "%-18s %7s %7s %9s %9s %9s%n",
        "type",
        "labels",
        "found",
        "precision",
        "recall",
        "F2");
    scores.forEach(PiiBenchmark::row);
    long never = scores.values().stream().filter(Score::isNeverFound).count();
    System.out.println(never + " types are never found");
    List<LabelledLine> harmless = lines.stream().filter(line -> line.spans().isEmpty()).toList();
    long changed =
        harmless.stream().filter(line -> !detector.detect(line.text()).isEmpty()).count();
    System.out.println(
        "lines without labels: " + harmless.size() + ", of which " + changed + " are changed\n");
    Path sample = file(options, "--sample");
    SampleRecall recall = sample == null ? null : SampleRecall.of(sample);
    if (recall != null) {
      recall.print();
      System.out.println();
    }
    if (!options.contains("--no-speed")) {
      speed(lines, detector);
    }
    BarChart chart = new BarChart("Personal data that the detectors find", "share of the labels");
    scores.forEach(
        (type, s) -> {
          figures(type, s);
          s.recall().ifPresent(it -> chart.bar("found, of all labels of a type", type, it));
        });
    chart.writeIfAsked("pii");
    System.out.println("figure pii.never_found " + never);
    System.out.println("figure pii.harmless " + harmless.size());
    System.out.println("figure pii.harmless.changed " + changed);
    if (recall != null) {
      recall.printFigures();
    }
  }

  private static @Nullable Path file(List<String> options, String name) {
    int at = options.indexOf(name);
    return at < 0 || at + 1 >= options.size() ? null : Path.of(options.get(at + 1));
  }

  private static void speed(List<LabelledLine> lines, PiiDetector detector) {
    String text = lines.stream().map(LabelledLine::text).collect(Collectors.joining("\n"));
    Throughput throughput = new Throughput(detector);
    double speed = throughput.megabytesPerSecond(text);
    double growth = throughput.growth(text);
    Rows.report(lines);
    System.out.printf(Locale.ROOT, "figure pii.mb_per_s %.2f%n", speed);
    System.out.printf(Locale.ROOT, "figure pii.growth %.2f%n", growth);
  }

  static Map<String, Score> score(List<LabelledLine> lines, PiiDetector detector, boolean print) {
    Map<String, Score> scores = new TreeMap<>();
    for (LabelledLine line : lines) {
      List<PiiSpan> detected = detector.detect(line.text());
      for (String type : types(line.spans(), detected)) {
        List<PiiSpan> labels = of(type, line.spans());
        List<PiiSpan> found = of(type, detected);
        scores.computeIfAbsent(type, key -> new Score()).add(labels, found);
        if (print) {
          misses(line.text(), type, labels, found);
        }
      }
    }
    return scores;
  }

  private static Set<String> types(List<PiiSpan> labels, List<PiiSpan> detected) {
    Set<String> types = new TreeSet<>();
    labels.forEach(span -> types.add(span.type().label()));
    detected.forEach(span -> types.add(span.type().label()));
    return types;
  }

  private static List<PiiSpan> of(String type, List<PiiSpan> spans) {
    return spans.stream().filter(span -> span.type().label().equals(type)).toList();
  }

  private static void misses(String text, String type, List<PiiSpan> labels, List<PiiSpan> found) {
    labels.stream()
        .filter(label -> found.stream().noneMatch(span -> Score.hit(label, span)))
        .forEach(label -> System.out.println("missed " + type + " " + around(text, label)));
    found.stream()
        .filter(span -> labels.stream().noneMatch(label -> Score.hit(label, span)))
        .forEach(span -> System.out.println("wrong  " + type + " " + around(text, span)));
  }

  private static String around(String text, PiiSpan span) {
    String before = text.substring(Math.max(0, span.start() - 40), span.start());
    String after = text.substring(span.end(), Math.min(text.length(), span.end() + 25));
    String marked = before + "⟦" + text.substring(span.start(), span.end()) + "⟧" + after;
    return marked.replace('\n', '␤');
  }

  private static void row(String type, Score s) {
    System.out.printf(
        Locale.ROOT,
        "%-18s %7d %7d %9s %9s %9s%s%n",
        type,
        s.labels(),
        s.detections(),
        number(s.precision()),
        number(s.recall()),
        number(s.f2()),
        s.isNeverFound() ? "  never found" : "");
  }

  /** A type of which there is nothing has no precision or recall. */
  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "n/a";
  }

  private static void figures(String type, Score s) {
    s.recall()
        .ifPresent(it -> System.out.printf(Locale.ROOT, "figure pii.%s.recall %.4f%n", type, it));
    if (s.labels() > 0) {
      s.precision()
          .ifPresent(
              it -> System.out.printf(Locale.ROOT, "figure pii.%s.precision %.4f%n", type, it));
    }
  }
}
