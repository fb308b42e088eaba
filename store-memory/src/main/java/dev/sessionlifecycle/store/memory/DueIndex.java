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
 * The sessions of an organization by the time of their next look. An entry may be left behind by a
 * session that has another time since, or none: it is found out, and taken away, when it is due. So
 * an end need not touch it. A new entry waits, without a lock, until somebody asks what is due.
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
      takeIn();
      slots.remove(new Slot(at, cell.row.id()), cell);
    }
  }

  /**
   * Shows cells whose time has come, the oldest first, until so many were taken. Under the monitor
   * of each; one that the entry is not true of any more is neither taken nor kept.
   *
   * @param take answers whether the entry is true
   */
  void due(Instant now, int limit, BiPredicate<SessionCell, Instant> take) {
    takeIn();
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

  boolean hasDue(Instant now) {
    takeIn();
    Map.Entry<Slot, SessionCell> first = slots.firstEntry();
    return first != null && !first.getKey().at().isAfter(now);
  }

  private void takeIn() {
    for (Waiting it = waiting.getAndSet(null); it != null; it = it.before()) {
      slots.put(new Slot(it.at(), it.cell().row.id()), it.cell());
    }
  }
}
