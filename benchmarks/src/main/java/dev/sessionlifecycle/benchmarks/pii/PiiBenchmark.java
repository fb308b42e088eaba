package dev.sessionlifecycle.benchmarks.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Precision, recall and F2 by type on a labelled file, then the speed and how it depends on length.
 */
final class PiiBenchmark {

  private PiiBenchmark() {}

  /** Runs the program. Arguments: {@code --input FILE [--misses]}. */
  public static void main(String[] args) throws IOException {
    List<String> options = List.of(args);
    int input = options.indexOf("--input");
    if (input < 0 || input + 1 >= options.size()) {
      throw new IllegalArgumentException("usage: pii --input FILE [--misses]");
    }
    List<LabelledLine> lines = LabelledLine.read(Path.of(options.get(input + 1)));
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
    String sample = lines.stream().map(LabelledLine::text).collect(Collectors.joining("\n"));
    if (options.contains("--no-speed")) {
      return;
    }
    Throughput throughput = new Throughput(detector);
    double speed = throughput.megabytesPerSecond(sample);
    double growth = throughput.growth(sample);
    System.out.println();
    Rows.report(lines);
    scores.forEach(PiiBenchmark::figures);
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
        "%-18s %7d %7d %9.3f %9.3f %9.3f%n",
        type,
        s.labels(),
        s.detections(),
        s.precision(),
        s.recall(),
        s.f2());
  }

  private static void figures(String type, Score s) {
    if (s.labels() > 0) {
      System.out.printf(Locale.ROOT, "figure pii.%s.recall %.4f%n", type, s.recall());
      System.out.printf(Locale.ROOT, "figure pii.%s.precision %.4f%n", type, s.precision());
    }
  }
}
