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
 * The chains of an organization that are due now or later, by shape and by due time, and those with
 * a parked step. A finished chain is in neither, so that it costs a claim nothing.
 *
 * <p>An end only leaves its chain with those newly born, without a lock; whoever comes next for the
 * index takes them in. The monitor guards the index and every chain of the organization.
 */
final class UnfinishedChains {
  private static final Comparator<StoredChain> OLDEST_FIRST =
      Comparator.comparing((StoredChain chain) -> Objects.requireNonNull(chain.dueAt()))
          .thenComparing(StoredChain::sessionId, IdOrder.UNSIGNED);

  private final UUID organizationId;
  private final ConcurrentSkipListMap<UUID, UnfinishedChains> busy;
  private final AtomicReference<@Nullable StoredChain> born = new AtomicReference<>();
  private final Map<String, NavigableSet<StoredChain>> byShape = new HashMap<>();

  /** Whether this stands among the busy. Written under the monitor. */
  private volatile boolean listed;

  private final TreeMap<UUID, StoredChain> parked = new TreeMap<>(IdOrder.UNSIGNED);

  UnfinishedChains(UUID organizationId, ConcurrentSkipListMap<UUID, UnfinishedChains> busy) {
    this.organizationId = organizationId;
    this.busy = busy;
  }

  /** Takes in a chain that nobody else has seen. */
  void bear(StoredChain chain) {
    StoredChain before;
    do {
      before = born.get();
      chain.bornBefore = before;
    } while (!born.compareAndSet(before, chain));
    if (!listed) {
      list();
    }
  }

  /** Changes a chain, and puts it where it now belongs. */
  synchronized <T> T change(StoredChain chain, Function<StoredChain, T> change) {
    takeIn();
    remove(chain);
    try {
      return change.apply(chain);
    } finally {
      put(chain);
      noteWhetherBusy();
    }
  }

  /** Lets go of the chain of a session that is deleted. */
  synchronized void forget(StoredChain chain) {
    takeIn();
    chain.gone = true;
    remove(chain);
    parked.remove(chain.sessionId());
    noteWhetherBusy();
  }

  /** Looks at a chain. */
  synchronized <T> T look(StoredChain chain, Function<StoredChain, T> look) {
    return look.apply(chain);
  }

  /** Leases the oldest due, at most so many. */
  synchronized List<ChainLease> claim(ClaimRequest request, int share, Instant now) {
    takeIn();
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
    noteWhetherBusy();
    return leases;
  }

  /** The chains with a parked step by session, those after the given one. */
  synchronized <T> List<T> parked(@Nullable UUID after, int limit, Function<StoredChain, T> look) {
    return (after == null ? parked : parked.tailMap(after, false))
        .values().stream().limit(Math.max(limit, 0)).map(look).toList();
  }

  /** Looks at every chain that has to run or is parked. */
  synchronized void forEach(Consumer<StoredChain> look) {
    takeIn();
    byShape.values().forEach(chains -> chains.forEach(look));
    parked.values().stream().filter(chain -> chain.dueAt() == null).forEach(look);
  }

  private void takeIn() {
    StoredChain chain = born.getAndSet(null);
    while (chain != null) {
      StoredChain before = chain.bornBefore;
      chain.bornBefore = null;
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

  /** Who bears a chain looks after that whether this is listed; here it is the other way round. */
  private void noteWhetherBusy() {
    if (byShape.isEmpty()) {
      listed = false;
      busy.remove(organizationId);
    }
    if (!listed && (!byShape.isEmpty() || born.get() != null)) {
      list();
    }
  }

  private static NavigableSet<StoredChain> none() {
    return Collections.emptyNavigableSet();
  }
}
