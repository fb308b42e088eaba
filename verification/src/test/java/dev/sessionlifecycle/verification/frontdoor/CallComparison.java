package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the same calls through the lifecycles of several stores, all on one clock, and compares the
 * results after each call and everything that can be read at the end.
 */
final class CallComparison {
  private static final Duration MOMENT = Duration.ofNanos(1_000);

  private final SettableClock clock;
  private final List<LifecycleUnderTest> fronts = new ArrayList<>();
  private final Oracle oracle;

  /**
   * Creates a comparison of these stores.
   *
   * @param clock the clock of each store
   * @param stores by name, without sessions; the results of the first are also checked by the
   *     oracle
   */
  CallComparison(SettableClock clock, Map<String, SessionStore> stores, long seed) {
    this.clock = clock;
    CallIds world = new CallIds(seed);
    stores.forEach((name, store) -> fronts.add(new LifecycleUnderTest(name, store, world, clock)));
    this.oracle = new Oracle(fronts.get(0));
  }

  /**
   * Makes the calls, from {@link SettableClock#START} on.
   *
   * @throws AssertionError naming the call, and the stores that differ or the broken promise
   */
  void make(List<RandomCall> calls) {
    clock.set(SettableClock.START);
    for (int i = 0; i < calls.size(); i++) {
      RandomCall call = calls.get(i);
      try {
        make(i, call);
      } catch (AssertionError e) {
        throw new AssertionError("at call " + i + ", " + call + ": " + e.getMessage(), e);
      }
    }
    Map<String, Object> all = FullSnapshot.of(fronts.get(0));
    fronts.forEach(it -> same(all, FullSnapshot.of(it), it));
    oracle.judge();
  }

  private void make(int number, RandomCall call) {
    clock.advance(call.pause());
    if (call.kind().equals("close by external id")) {
      clock.advance(MOMENT); // which of two equally old ends is deleted first is unspecified
    }
    clock.advance(call.back().negated());
    Object expected = fronts.get(0).answer(number, call);
    for (LifecycleUnderTest front : fronts.subList(1, fronts.size())) {
      same(expected, front.answer(number, call), front);
      same(fronts.get(0).heard, front.heard, front);
    }
    oracle.hear(call, expected);
    oracle.hear(fronts.get(0).heard);
    oracle.look(call);
    clock.advance(call.back());
  }

  private void same(Object expected, Object actual, LifecycleUnderTest front) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "the stores differ\n  "
              + fronts.get(0).name
              + ": "
              + expected
              + "\n  "
              + front.name
              + ": "
              + actual
              + differences(expected, actual));
    }
  }

  /** Returns the fields in which two results differ, since sessions print few of their fields. */
  private static String differences(Object expected, Object actual) {
    StringBuilder text = new StringBuilder();
    if (expected instanceof Session one && actual instanceof Session other) {
      text.append("\n  ").append(Check.differences(one, other));
    } else if (expected instanceof Map<?, ?> map && actual instanceof Map<?, ?> others) {
      map.forEach(
          (key, value) -> {
            if (!Objects.equals(value, others.get(key))) {
              text.append("\n  ").append(key).append(" differs: ").append(value);
              text.append(" / ").append(others.get(key));
            }
          });
    } else if (expected instanceof List<?> list
        && actual instanceof List<?> others
        && list.size() == others.size()) {
      for (int i = 0; i < list.size(); i++) {
        text.append(differences(list.get(i), others.get(i)));
      }
    } else if (expected instanceof Record one
        && actual instanceof Record other
        && !expected.equals(actual)
        && java.lang.reflect.Modifier.isPublic(one.getClass().getModifiers())) {
      text.append("\n  ").append(Check.differences(one, other));
    }
    return text.toString();
  }
}
