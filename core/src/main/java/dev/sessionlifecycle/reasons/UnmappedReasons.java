package dev.sessionlifecycle.reasons;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts values that a mapping does not know; bounded, whatever is sent. */
final class UnmappedReasons {
  private static final int DISTINCT = 1_000;
  private static final int LONGEST = 200;

  private final LongAdder total = new LongAdder();
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  void count(String reported) {
    total.increment();
    String value = cut(reported.strip());
    AtomicLong count = counts.get(value);
    // two threads at the bound may add one value too many: it is a bound on memory, not a promise
    if (count == null && counts.size() < DISTINCT) {
      count = counts.computeIfAbsent(value, key -> new AtomicLong());
    }
    if (count != null) {
      count.incrementAndGet();
    }
  }

  long total() {
    return total.sum();
  }

  Map<String, Long> listing() {
    Map<String, Long> copy = new TreeMap<>();
    counts.forEach((value, count) -> copy.put(value, count.get()));
    return copy;
  }

  private static String cut(String value) {
    return value.codePointCount(0, value.length()) <= LONGEST
        ? value
        : value.substring(0, value.offsetByCodePoints(0, LONGEST));
  }
}
