package dev.sessionlifecycle.providers;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts events that mean nothing for a session, by provider and type, up to a bound. */
final class IgnoredEvents {
  private static final int MOST_TYPES = 1_000;
  private static final String REST = "others";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String provider, String type) {
    String name = provider + " " + type;
    boolean isListed = counts.containsKey(name) || counts.size() < MOST_TYPES;
    counts.computeIfAbsent(isListed ? name : REST, it -> new LongAdder()).increment();
  }

  Map<String, Long> counts() {
    Map<String, Long> all = new HashMap<>();
    counts.forEach((name, count) -> all.put(name, count.sum()));
    return Map.copyOf(all);
  }
}
