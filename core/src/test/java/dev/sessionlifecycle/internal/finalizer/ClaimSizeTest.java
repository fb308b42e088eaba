package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClaimSizeTest {
  private final AtomicLong tick = new AtomicLong(-7);
  private final ClaimSize size = new ClaimSize(100, tick::get);

  @Test
  void the_first_claim_is_a_batch() {
    assertEquals(100, size.next());
  }

  @Test
  void a_full_claim_that_was_worked_off_quickly_is_followed_by_twice_the_batch() {
    size.claimed(true);
    pass(Duration.ofMillis(20).minusNanos(1));
    assertEquals(200, size.next());
    size.claimed(true);
    assertEquals(200, size.next());
  }

  @Test
  void a_full_claim_that_took_longer_is_followed_by_a_batch() {
    size.claimed(true);
    pass(Duration.ofMillis(20));
    assertEquals(100, size.next());
  }

  @Test
  void a_claim_that_was_not_filled_is_followed_by_a_batch() {
    size.claimed(true);
    size.claimed(false);
    assertEquals(100, size.next());
  }

  private void pass(Duration time) {
    tick.addAndGet(time.toNanos());
  }
}
