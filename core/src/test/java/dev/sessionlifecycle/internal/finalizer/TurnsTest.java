package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TurnsTest {
  private long now = Long.MAX_VALUE - 100; // the ticks of a machine may overflow
  private final Turns turns = new Turns(() -> now);

  @Test
  void the_first_turn_is_at_once() {
    assertTrue(turns.restNanos() <= 0);
  }

  @Test
  void after_a_turn_it_rests_three_times_as_long() {
    turns.begin(now);
    now += 50;
    turns.end();
    assertEquals(150, turns.restNanos());
    now += 149;
    assertEquals(1, turns.restNanos());
    now += 1;
    assertTrue(turns.restNanos() <= 0);
  }

  @Test
  void a_rest_is_not_prolonged_by_looking_at_it() {
    turns.begin(now);
    now += 50;
    turns.end();
    now += 10;
    turns.end();
    assertEquals(140, turns.restNanos());
  }
}
