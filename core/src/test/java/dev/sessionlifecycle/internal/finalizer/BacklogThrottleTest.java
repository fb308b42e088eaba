package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BacklogThrottleTest {
  private long now = Long.MAX_VALUE - 100; // ticks may overflow
  private final BacklogThrottle throttle = new BacklogThrottle(25, () -> now);

  @Test
  void the_first_turn_is_at_once() {
    assertTrue(throttle.restNanos() <= 0);
  }

  @Test
  void after_a_turn_it_rests_three_times_as_long() {
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
  void a_rest_is_not_prolonged_by_looking_at_it() {
    throttle.beginTurn();
    now += 50;
    throttle.endTurn();
    now += 10;
    throttle.endTurn();
    assertEquals(140, throttle.restNanos());
  }
}
