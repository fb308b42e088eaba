package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.IdOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of an organization by the time of their next check. An entry may be stale because
 * its session was rescheduled or ended; stale entries are removed when they come due, so that
 * closing a session need not touch the index. New entries are queued without a lock until due
 * entries are requested.
 */
final class DueIndex {

  private record Slot(Instant at, UUID id) {}

  private record Waiting(Instant at, SessionCell cell, @Nullable Waiting before) {}

  private static final Comparator<Slot> OLDEST_FIRST =
      Comparator.comparing(Slot::at).thenComparing(Slot::id, IdOrder.UNSIGNED);

  private final ConcurrentSkipListMap<Slot, SessionCell> slots =
      new ConcurrentSkipListMap<>(OLDEST_FIRST);

  private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();

  void add(SessionCell cell, @Nullable Instant at) {
    if (at != null) {
      Waiting before;
      do {
        before = waiting.get();
      } while (!waiting.compareAndSet(before, new Waiting(at, cell, before)));
    }
  }

  void remove(SessionCell cell, @Nullable Instant at) {
    if (at != null) {
      drainQueue();
      slots.remove(new Slot(at, cell.row.id()), cell);
    }
  }

  /**
   * Offers due sessions, the oldest first, until {@code limit} of them were taken. Each is offered
   * under its monitor; stale entries are removed and not counted.
   *
   * @param take returns whether the entry is current
   */
  void due(Instant now, int limit, BiPredicate<SessionCell, Instant> take) {
    drainQueue();
    int taken = 0;
    for (Map.Entry<Slot, SessionCell> entry : slots.entrySet()) {
      Slot slot = entry.getKey();
      if (taken == limit || slot.at().isAfter(now)) {
        return;
      }
      SessionCell cell = entry.getValue();
      synchronized (cell) {
        if (take.test(cell, slot.at())) {
          taken++;
        } else {
          slots.remove(slot, cell);
        }
      }
    }
  }

  /** Counts current entries up to a time, up to a number; leaves the stale ones in. */
  int count(Instant until, int most, BiPredicate<SessionCell, Instant> isCurrent) {
    drainQueue();
    int count = 0;
    for (Map.Entry<Slot, SessionCell> entry : slots.entrySet()) {
      if (count == most || entry.getKey().at().isAfter(until)) {
        return count;
      }
      SessionCell cell = entry.getValue();
      synchronized (cell) {
        count += isCurrent.test(cell, entry.getKey().at()) ? 1 : 0;
      }
    }
    return count;
  }

  boolean hasDue(Instant now) {
    drainQueue();
    Map.Entry<Slot, SessionCell> first = slots.firstEntry();
    return first != null && !first.getKey().at().isAfter(now);
  }

  private void drainQueue() {
    for (Waiting it = waiting.getAndSet(null); it != null; it = it.before()) {
      slots.put(new Slot(it.at(), it.cell().row.id()), it.cell());
    }
  }
}
