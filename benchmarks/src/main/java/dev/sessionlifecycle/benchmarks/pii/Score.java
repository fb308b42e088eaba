package dev.sessionlifecycle.benchmarks.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.util.List;

/**
 * Counts for one type.
 *
 * <p>A label is found if a detection of its type overlaps it by at least half of their union. A
 * detection that overlaps no label of its type is a false positive.
 */
final class Score {

  private int labels;
  private int hits;
  private int detections;
  private int falseDetections;

  void add(List<PiiSpan> labelled, List<PiiSpan> detected) {
    for (PiiSpan label : labelled) {
      labels++;
      hits += detected.stream().anyMatch(span -> hit(label, span)) ? 1 : 0;
    }
    for (PiiSpan span : detected) {
      detections++;
      falseDetections += labelled.stream().noneMatch(label -> overlap(label, span) > 0) ? 1 : 0;
    }
  }

  static boolean hit(PiiSpan label, PiiSpan span) {
    int union = Math.max(label.end(), span.end()) - Math.min(label.start(), span.start());
    return 2 * overlap(label, span) >= union;
  }

  private static int overlap(PiiSpan a, PiiSpan b) {
    return Math.max(0, Math.min(a.end(), b.end()) - Math.max(a.start(), b.start()));
  }

  int labels() {
    return labels;
  }

  int detections() {
    return detections;
  }

  double recall() {
    return labels == 0 ? 1 : (double) hits / labels;
  }

  double precision() {
    return detections == 0 ? 1 : (double) (detections - falseDetections) / detections;
  }

  /**
   * Returns the F2 measure, which weighs recall higher: a miss leaks data, a false positive only
   * redacts too much.
   */
  double f2() {
    double p = precision();
    double r = recall();
    return p + r == 0 ? 0 : 5 * p * r / (4 * p + r);
  }
}
