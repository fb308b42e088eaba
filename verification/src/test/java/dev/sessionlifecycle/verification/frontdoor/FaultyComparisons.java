package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes random calls on two in-memory stores, one or both of which have a fault. */
final class FaultyComparisons {
  private static final long SEED = 3;
  private static final List<List<RandomCall>> SEQUENCES = sequences();

  private FaultyComparisons() {}

  private static List<List<RandomCall>> sequences() {
    Random random = new Random(SEED);
    return Stream.generate(
            () -> Stream.generate(() -> RandomCalls.random(random)).limit(150).toList())
        .limit(40)
        .toList();
  }

  /** Returns what is found if the second store, or both of them, are changed in this way. */
  static Optional<String> found(boolean both, UnaryOperator<SessionStore> change) {
    return SEQUENCES.stream().flatMap(it -> found(it, both, change).stream()).findFirst();
  }

  private static Optional<String> found(
      List<RandomCall> calls, boolean both, UnaryOperator<SessionStore> change) {
    SettableClock clock = SettableClock.create();
    SessionStore first = Fixtures.inMemory(clock);
    Map<String, SessionStore> stores = new LinkedHashMap<>();
    stores.put("first", both ? change.apply(first) : first);
    stores.put("second", change.apply(Fixtures.inMemory(clock)));
    try {
      new CallComparison(clock, stores, SEED).make(calls);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
