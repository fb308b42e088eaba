package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Decides which detector a piece of text belongs to.
 *
 * <p>The longer span wins; of two equally long ones, the type with the stronger evidence (the order
 * of {@link PiiType#builtIn()}); then the earlier one. Text covered only by the losing span is
 * still reported, under the losing span's type, so nothing that a detector found is missed.
 */
public final class Overlaps {

  private static final Comparator<PiiSpan> BEST_FIRST =
      Comparator.comparingInt(PiiSpan::length)
          .reversed()
          .thenComparingInt(span -> span.type().rank())
          .thenComparingInt(PiiSpan::start)
          .thenComparing(PiiSpan::type);

  private Overlaps() {}

  /** Returns spans in text order, none overlapping another. */
  static List<PiiSpan> resolve(String text, List<PiiSpan> found) {
    if (found.size() < 2) {
      return List.copyOf(found);
    }
    return resolveAround(List.of(), text, found);
  }

  /** Returns spans in text order, none overlapping another or a mark. */
  public static List<PiiSpan> resolveAround(List<PiiSpan> marks, String text, List<PiiSpan> found) {
    List<PiiSpan> order = new ArrayList<>(found);
    order.sort(BEST_FIRST);
    TreeMap<Integer, PiiSpan> kept = new TreeMap<>();
    marks.forEach(mark -> kept.put(mark.start(), mark));
    order.forEach(span -> keep(text, span, kept));
    marks.forEach(mark -> kept.remove(mark.start()));
    return List.copyOf(kept.values());
  }

  private static void keep(String text, PiiSpan span, NavigableMap<Integer, PiiSpan> kept) {
    int from = span.start();
    var before = kept.floorEntry(from);
    if (before != null) {
      from = Math.max(from, before.getValue().end());
    }
    while (from < span.end()) {
      var next = kept.higherEntry(from - 1);
      int to = next == null ? span.end() : Math.min(span.end(), next.getKey());
      add(text, span, from, to, kept);
      from = next == null ? span.end() : Math.max(to, next.getValue().end());
    }
  }

  private static void add(
      String text, PiiSpan span, int start, int end, NavigableMap<Integer, PiiSpan> kept) {
    int from = start;
    int to = end;
    if (from != span.start() || to != span.end()) {
      while (from < to && !Chars.alnum(text.charAt(from))) {
        from++;
      }
      while (to > from && !Chars.alnum(text.charAt(to - 1))) {
        to--;
      }
    }
    if (from < to) {
      kept.put(from, new PiiSpan(span.type(), from, to));
    }
  }
}
