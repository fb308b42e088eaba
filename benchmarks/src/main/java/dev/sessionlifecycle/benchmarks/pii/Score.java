package dev.sessionlifecycle.benchmarks.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.util.List;
import java.util.OptionalDouble;

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

  /** Returns whether there are labels of which none was found. */
  boolean isNeverFound() {
    return labels > 0 && hits == 0;
  }

  /** Returns the share of the labels that were found; nothing if there are none. */
  OptionalDouble recall() {
    return labels == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / labels);
  }

  /** Returns the share of the detections that are right; nothing if there are none. */
  OptionalDouble precision() {
    return detections == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (detections - falseDetections) / detections);
  }

  /**
   * Returns the F2 measure, which weighs recall higher: a miss leaks data, a false positive only
   * redacts too much. Nothing if there are no labels; 0 if none was found.
   */
  OptionalDouble f2() {
    if (labels == 0) {
      return OptionalDouble.empty();
    }
    double p = precision().orElse(0);
    double r = (double) hits / labels;
    return OptionalDouble.of(p + r == 0 ? 0 : 5 * p * r / (4 * p + r));
  }
}
