package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.IdOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The holds of an organization and their guard. Disposals share the guard, and placing a hold on
 * more than one session takes it exclusively. A hold on one session is placed under that session's
 * monitor. A hold and its counter change together, so that a release never comes between them.
 */
final class OrganizationHolds {

  private final ReadWriteLock guard = new ReentrantReadWriteLock();
  private final ConcurrentSkipListMap<UUID, Hold> holds =
      new ConcurrentSkipListMap<>(IdOrder.UNSIGNED);

  /** The number of active holds by scope. */
  private final ConcurrentHashMap<HoldScope, Integer> inForce = new ConcurrentHashMap<>();

  <T> T withSharedGuard(Supplier<T> work) {
    return holding(guard.readLock(), work);
  }

  <T> T withExclusiveGuard(Supplier<T> work) {
    return holding(guard.writeLock(), work);
  }

  private static <T> T holding(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Optional<Hold> find(UUID id) {
    return Optional.ofNullable(holds.get(id));
  }

  synchronized Hold place(Hold hold) {
    Hold known = holds.putIfAbsent(hold.id(), hold);
    if (known == null && hold.isInForce()) {
      inForce.merge(hold.scope(), 1, Integer::sum);
    }
    return known == null ? hold : known;
  }

  synchronized Optional<Hold> release(UUID id, String by, Instant at) {
    Hold hold = holds.get(id);
    if (hold != null && hold.isInForce()) {
      hold = hold.released(by, at);
      holds.put(id, hold);
      inForce.computeIfPresent(hold.scope(), (scope, count) -> count == 1 ? null : count - 1);
    }
    return Optional.ofNullable(hold);
  }

  List<Hold> list(boolean inForceOnly, @Nullable UUID after, int limit) {
    return (after == null ? holds : holds.tailMap(after, false))
        .values().stream().filter(it -> !inForceOnly || it.isInForce()).limit(limit).toList();
  }

  boolean isWholeOrganizationHeld() {
    return inForce.containsKey(HoldScope.organization());
  }

  boolean isHeld(Session session) {
    return inForce.containsKey(HoldScope.session(session.id()))
        || inForce.containsKey(HoldScope.endUser(session.endUserId()));
  }

  List<Hold> covering(Session session) {
    return holds.values().stream()
        .filter(Hold::isInForce)
        .filter(
            it ->
                it.scope() instanceof HoldScope.OnOrganization
                    || it.scope().equals(HoldScope.session(session.id()))
                    || it.scope().equals(HoldScope.endUser(session.endUserId())))
        .toList();
  }
}
