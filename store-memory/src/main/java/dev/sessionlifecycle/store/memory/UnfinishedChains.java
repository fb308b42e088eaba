package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.IdOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished chains of an organization by definition and due time, and those with a parked
 * step. Finished chains are not indexed, so claims never visit them.
 *
 * <p>Closing a session queues its chain without a lock; the next operation on the index adds it.
 * The monitor guards the index and every chain of the organization.
 */
final class UnfinishedChains {
  private static final Comparator<StoredChain> OLDEST_FIRST =
      Comparator.comparing((StoredChain chain) -> Objects.requireNonNull(chain.dueAt()))
          .thenComparing(StoredChain::sessionId, IdOrder.UNSIGNED);

  private final UUID organizationId;
  private final ConcurrentSkipListMap<UUID, UnfinishedChains> busy;
  private final AtomicReference<@Nullable StoredChain> queued = new AtomicReference<>();
  private final Map<String, NavigableSet<StoredChain>> byShape = new HashMap<>();

  /** Whether this is listed among the busy organizations. Written under the monitor. */
  private volatile boolean listed;

  private final TreeMap<UUID, StoredChain> parked = new TreeMap<>(IdOrder.UNSIGNED);

  UnfinishedChains(UUID organizationId, ConcurrentSkipListMap<UUID, UnfinishedChains> busy) {
    this.organizationId = organizationId;
    this.busy = busy;
  }

  /** Queues a chain that no other thread has seen yet. */
  void add(StoredChain chain) {
    StoredChain before;
    do {
      before = queued.get();
      chain.queuedBefore = before;
    } while (!queued.compareAndSet(before, chain));
    if (!listed) {
      list();
    }
  }

  /** Changes a chain and reindexes it. */
  synchronized <T> T change(StoredChain chain, Function<StoredChain, T> change) {
    drainQueue();
    remove(chain);
    try {
      return change.apply(chain);
    } finally {
      put(chain);
      updateListed();
    }
  }

  /** Removes the chain of a deleted session. */
  synchronized void forget(StoredChain chain) {
    drainQueue();
    chain.gone = true;
    remove(chain);
    parked.remove(chain.sessionId());
    updateListed();
  }

  /** Applies a function to a chain under the monitor. */
  synchronized <T> T look(StoredChain chain, Function<StoredChain, T> look) {
    return look.apply(chain);
  }

  /** Leases up to {@code share} due chains, the oldest first. */
  synchronized List<ChainLease> claim(ClaimRequest request, int share, Instant now) {
    drainQueue();
    List<StoredChain> due = new ArrayList<>();
    for (String digest : request.shapes()) {
      int enough = due.size() + share;
      for (StoredChain chain : byShape.getOrDefault(digest, none())) {
        if (due.size() == enough || !chain.isDue(now)) {
          break;
        } else if (chain.isClaimable(now)) {
          due.add(chain);
        }
      }
    }
    due.sort(OLDEST_FIRST);
    List<ChainLease> leases = new ArrayList<>();
    for (StoredChain chain : due.subList(0, Math.min(share, due.size()))) {
      remove(chain);
      leases.add(chain.claim(request, now));
      put(chain);
    }
    updateListed();
    return leases;
  }

  /** Returns the chains with a parked step in session order, starting after the given session. */
  synchronized <T> List<T> parked(@Nullable UUID after, int limit, Function<StoredChain, T> look) {
    return (after == null ? parked : parked.tailMap(after, false))
        .values().stream().limit(Math.max(limit, 0)).map(look).toList();
  }

  /** Returns chains that are waiting to run or parked, in session order, after this session. */
  synchronized List<StoredChain> unfinished(@Nullable UUID after, int limit) {
    List<StoredChain> all = new ArrayList<>();
    forEach(all::add);
    return all.stream()
        .filter(it -> after == null || IdOrder.compare(it.sessionId(), after) > 0)
        .sorted(Comparator.comparing(StoredChain::sessionId, IdOrder.UNSIGNED))
        .limit(limit)
        .toList();
  }

  /** Visits every chain that is waiting to run or parked. */
  synchronized void forEach(Consumer<StoredChain> look) {
    drainQueue();
    byShape.values().forEach(chains -> chains.forEach(look));
    parked.values().stream().filter(chain -> chain.dueAt() == null).forEach(look);
  }

  private void drainQueue() {
    StoredChain chain = queued.getAndSet(null);
    while (chain != null) {
      StoredChain before = chain.queuedBefore;
      chain.queuedBefore = null;
      put(chain);
      chain = before;
    }
  }

  private void put(StoredChain chain) {
    if (chain.gone) {
      return;
    }
    if (chain.dueAt() != null) {
      byShape.computeIfAbsent(chain.digest(), it -> new TreeSet<>(OLDEST_FIRST)).add(chain);
    }
    if (chain.hasParkedStep()) {
      parked.put(chain.sessionId(), chain);
    } else {
      parked.remove(chain.sessionId());
    }
  }

  private void remove(StoredChain chain) {
    NavigableSet<StoredChain> alike = byShape.get(chain.digest());
    if (alike != null && chain.dueAt() != null) {
      alike.remove(chain);
      if (alike.isEmpty()) {
        byShape.remove(chain.digest());
      }
    }
  }

  private synchronized void list() {
    busy.put(organizationId, this);
    listed = true;
  }

  /**
   * A closer queues its chain first and then checks {@code listed}; here the order is reversed, so
   * that no chain is missed.
   */
  private void updateListed() {
    if (byShape.isEmpty()) {
      listed = false;
      busy.remove(organizationId);
    }
    if (!listed && (!byShape.isEmpty() || queued.get() != null)) {
      list();
    }
  }

  private static NavigableSet<StoredChain> none() {
    return Collections.emptyNavigableSet();
  }
}
