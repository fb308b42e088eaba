package dev.sessionlifecycle.internal.finalizer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counts of a finalizer since it was created, and the attempts in progress. */
record FinalizerTotals(
    LongAdder steps,
    LongAdder chains,
    LongAdder failed,
    LongAdder parked,
    LongAdder refused,
    Set<Attempt> running) {
  FinalizerTotals() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        ConcurrentHashMap.newKeySet());
  }

  /** Counts attempts by the name of their step. */
  static Map<String, Integer> byName(Collection<Attempt> attempts) {
    Map<String, Integer> byName = new HashMap<>();
    attempts.forEach(attempt -> byName.merge(attempt.stepName(), 1, Integer::sum));
    return byName;
  }
}
