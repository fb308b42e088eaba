package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BacklogThrottleTest {
  private long now = Long.MAX_VALUE - 100; // ticks may overflow
  private final BacklogThrottle throttle = new BacklogThrottle(25, () -> now);

  @Test
  void the_first_turn_starts_at_once() {
    assertTrue(throttle.restNanos() <= 0);
  }

  @Test
  void a_rest_lasts_three_times_as_long_as_the_turn_before_it() {
    throttle.beginTurn();
    now += 50;
    throttle.endTurn();
    assertEquals(150, throttle.restNanos());
    now += 149;
    assertEquals(1, throttle.restNanos());
    now += 1;
    assertTrue(throttle.restNanos() <= 0);
  }

  @Test
  void ending_a_turn_again_does_not_prolong_its_rest() {
    throttle.beginTurn();
    now += 50;
    throttle.endTurn();
    now += 10;
    throttle.endTurn();
    assertEquals(140, throttle.restNanos());
  }
}
