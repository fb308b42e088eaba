package dev.sessionlifecycle.store.jdbc.internal.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueBoundTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long LOOK = Duration.ofMillis(100).toNanos();

  private long nanos;
  private final DueBound bound = new DueBound(() -> nanos);

  @Test
  void a_slow_look_bounds_the_next_ones_for_fifty_times_its_duration() {
    assertNull(bound.since());
    bound.set(NOW, LOOK);
    assertEquals(NOW.minusSeconds(2), bound.since());
    nanos = 50 * LOOK;
    assertNotNull(bound.since());
    nanos = 50 * LOOK + 1;
    assertNull(bound.since());
  }

  @Test
  void only_looks_of_twenty_milliseconds_and_more_are_slow() {
    assertTrue(DueBound.isSlow(Duration.ofMillis(20).toNanos()));
    assertFalse(DueBound.isSlow(Duration.ofMillis(20).toNanos() - 1));
  }
}
