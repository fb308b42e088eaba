package dev.sessionlifecycle.store.jdbc.internal.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DueBoundTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long LOOK = Duration.ofMillis(100).toNanos();
  private static final UUID BUSY = new UUID(0, 1);

  private long nanos;
  private final DueBound bound = new DueBound(() -> nanos);

  private void look(long duration, DueBound.Due... due) {
    long start = nanos;
    DueBound.Bound used = bound.current();
    nanos += duration;
    bound.looked(used, start, () -> NOW.plusNanos(nanos), () -> List.of(due));
  }

  @Test
  void slow_looks_bound_the_next_ones_for_fifty_times_their_duration() {
    look(LOOK);
    assertNull(bound.current());
    look(LOOK);
    assertEquals(NOW.plusNanos(LOOK).minusSeconds(2), bound.current().since());
    nanos += 50 * LOOK;
    assertNotNull(bound.current());
    nanos++;
    assertNull(bound.current());
    look(LOOK);
    assertNotNull(bound.current(), "it was slow before");
  }

  @Test
  void a_slow_bounded_look_moves_the_bounds_and_not_the_next_look_at_everything() {
    look(LOOK);
    look(LOOK);
    DueBound.Bound first = bound.current();
    look(Duration.ofMillis(1).toNanos());
    assertEquals(first, bound.current());
    DueBound.Due old = new DueBound.Due(BUSY, NOW.minusSeconds(100));
    look(LOOK, old);
    DueBound.Bound moved = bound.current();
    assertEquals(first.since().plusNanos(LOOK + 1_000_000), moved.since());
    assertEquals(Map.of(BUSY, NOW.minusSeconds(100)), moved.earlier());
    assertEquals(first.endNanos(), moved.endNanos());
  }

  @Test
  void an_organization_with_older_work_is_read_from_its_oldest_on() {
    DueBound.Due old = new DueBound.Due(BUSY, NOW.minusSeconds(100));
    look(LOOK, old);
    look(LOOK, old, new DueBound.Due(new UUID(0, 2), NOW.minusSeconds(1)));
    assertEquals(Map.of(BUSY, NOW.minusSeconds(100)), bound.current().earlier());
  }

  @Test
  void looks_are_bounded_only_if_two_in_a_row_took_twenty_milliseconds() {
    long slow = Duration.ofMillis(20).toNanos();
    for (int i = 0; i < 3; i++) {
      look(slow);
      look(slow - 1);
    }
    assertNull(bound.current());
    look(slow);
    look(slow);
    assertNotNull(bound.current());
  }

  @Test
  void bounds_that_could_not_be_read_are_not_asked_for_again_at_once() {
    assertFalse(bound.isToBeBounded(null, LOOK));
    assertTrue(bound.isToBeBounded(null, LOOK));
    bound.failed(LOOK);
    nanos += 50 * LOOK - 1;
    assertFalse(bound.isToBeBounded(null, LOOK));
    nanos++;
    assertTrue(bound.isToBeBounded(null, LOOK));
  }
}
