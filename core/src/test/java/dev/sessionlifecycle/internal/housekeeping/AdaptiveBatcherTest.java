package dev.sessionlifecycle.internal.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AdaptiveBatcherTest {
  private static final HousekeepingOptions OPTIONS =
      HousekeepingOptions.defaults()
          .withPurgeBatch(100)
          .withPurgeTime(Duration.ofMillis(20))
          .withPurgeShare(100);
  private static final long SHORT = 1_000_000;
  private static final long LONG = 21_000_000;

  private final StopSignal stop = new StopSignal();
  private final AdaptiveBatcher pace = new AdaptiveBatcher(OPTIONS, stop);

  private static List<Session> sessions(int count, int messages) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return Collections.nCopies(
        count,
        SessionBuilder.of(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3))
            .channel("voice")
            .createdAt(now)
            .startedAt(now)
            .updatedAt(now)
            .statusSince(now)
            .lastActivityAt(now)
            .messageCount(messages)
            .build());
  }

  private int portion(int messages) {
    return pace.portion(sessions(1_000, messages), it -> it);
  }

  @Test
  void batches_grow_while_transactions_are_short_and_halve_after_a_long_one() {
    assertEquals(50, portion(1));
    for (int i = 0; i < 20; i++) {
      pace.adapt(portion(1), SHORT);
    }
    assertEquals(100, portion(1));
    pace.adapt(100, LONG);
    assertEquals(50, portion(1));
    for (int i = 0; i < 20; i++) {
      pace.adapt(portion(1), LONG);
    }
    assertEquals(1, portion(1));
  }

  @Test
  void a_partial_batch_does_not_change_the_batch_size() {
    pace.adapt(3, SHORT);
    assertEquals(50, portion(1));
  }

  @Test
  void long_conversations_shrink_a_batch_but_never_below_one_session() {
    assertEquals(50, portion(HousekeepingOptions.MESSAGES_PER_SESSION));
    assertEquals(10, portion(100));
    assertEquals(1, portion(1_000_000));
  }

  @Test
  void every_item_is_processed_once() {
    List<Session> all = new ArrayList<>();
    pace.run(sessions(777, 10), it -> it, all::addAll);
    assertEquals(777, all.size());
    pace.run(List.<Session>of(), it -> it, part -> all.addAll(part));
    assertEquals(777, all.size());
  }

  @Test
  void a_stopped_run_ends_after_the_batch_in_hand() {
    List<Session> all = new ArrayList<>();
    pace.run(
        sessions(777, 10),
        it -> it,
        batch -> {
          all.addAll(batch);
          stop.stop();
        });
    assertEquals(50, all.size());
    pace.run(sessions(777, 10), it -> it, all::addAll);
    assertEquals(50, all.size());
  }

  @Test
  @Timeout(20)
  void a_stop_ends_the_rest() {
    stop.stop();
    stop.rest(Duration.ofHours(1).toNanos());
    assertTrue(stop.isStopped());
  }

  @Test
  void options_out_of_bounds_are_refused() {
    HousekeepingOptions usual = HousekeepingOptions.defaults();
    assertEquals(Duration.ofHours(1), usual.postponeBlocked());
    assertEquals(500, usual.purgeBatch());
    for (int bad : List.of(0, -1, 10_001)) {
      assertThrows(InvalidInputException.class, () -> usual.withPurgeBatch(bad));
    }
    for (int bad : List.of(0, 101)) {
      assertThrows(InvalidInputException.class, () -> usual.withPurgeShare(bad));
    }
    for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(11))) {
      assertThrows(InvalidInputException.class, () -> usual.withPurgeTime(bad));
    }
    for (Duration bad : List.of(Duration.ZERO, Duration.ofDays(31))) {
      assertThrows(InvalidInputException.class, () -> usual.withPostponeBlocked(bad));
    }
  }
}
