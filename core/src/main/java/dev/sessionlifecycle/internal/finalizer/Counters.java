package dev.sessionlifecycle.internal.finalizer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a finalizer has done since it was made, and the attempts that it makes at the moment. */
record Counters(
    LongAdder steps,
    LongAdder chains,
    LongAdder failed,
    LongAdder parked,
    LongAdder refused,
    Set<Attempt> running) {
  Counters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        ConcurrentHashMap.newKeySet());
  }

  /** How many attempts run, by the name of the step. */
  static Map<String, Integer> byName(Collection<Attempt> attempts) {
    Map<String, Integer> byName = new HashMap<>();
    attempts.forEach(attempt -> byName.merge(attempt.stepName(), 1, Integer::sum));
    return byName;
  }
}
