package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes chains from the store, in turn from all organizations, and gives them back. Thread-safe.
 *
 * <p>Each organization gets a bounded share of a claim. Where a claim comes back short the share
 * was in the way of nobody, and doubles; where it comes back full it is the bound again, unless all
 * of it is again of one organization: then no other has anything due.
 *
 * <p>While organizations with little due are at work beside one with much, the claims are polite:
 * the share stays at its bound, and a narrow claim takes next to nothing of the large one.
 */
final class Claimer {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  /** The share of a narrow claim. */
  private static final int NARROW = 2;

  /** For how long the claims stay polite after one with work of a small organization. */
  private static final long POLITE_NANOS = Duration.ofSeconds(1).toNanos();

  private final EngineParts parts;
  private final KnownShapes shapes;
  private final int leastShare;
  private int share;
  private final AtomicReference<@Nullable UUID> after;
  private final Set<UUID> crowded = ConcurrentHashMap.newKeySet();
  private volatile boolean moreAtOnce;
  private volatile boolean polite;
  private volatile long othersSeen;

  /** No monitor: a virtual thread that waits for the store would keep its carrier with it. */
  private final ReentrantLock claiming = new ReentrantLock();

  Claimer(EngineParts parts, KnownShapes shapes, int share, AtomicReference<@Nullable UUID> after) {
    this.parts = parts;
    this.shapes = shapes;
    this.after = after;
    this.leastShare = share;
    this.share = share;
  }

  void refreshShapes() {
    shapes.refresh();
  }

  /** Claims chains, at most so many; a store's exception passes. */
  List<ChainLease> claim(UUID owner, Duration lease, int limit) {
    return claim(owner, lease, limit, false);
  }

  /** The same, where a narrow claim takes only a few of each organization. */
  List<ChainLease> claim(UUID owner, Duration lease, int limit, boolean narrow) {
    claiming.lock();
    try {
      int bound = Math.min(limit, narrow ? Math.min(NARROW, leastShare) : share);
      List<ChainLease> leases =
          parts
              .chains()
              .claim(new ClaimRequest(owner, lease, limit, bound, shapes.digests(), after.get()));
      adapt(leases, limit, bound, narrow);
      return leases;
    } finally {
      claiming.unlock();
    }
  }

  /** Whether organizations with little due are at work beside one with much. */
  boolean isPolite() {
    return polite && parts.tick() - othersSeen < POLITE_NANOS;
  }

  /** Whether the last claim left work that is due: it was full, or a share was in the way. */
  boolean hasMore() {
    return moreAtOnce;
  }

  /** Whether a chain of the last claim goes ahead: it is of none of those that have much due. */
  boolean goesAhead(ChainLease lease) {
    return !crowded.isEmpty() && !crowded.contains(lease.ref().session().organizationId());
  }

  /** The claimed chain on its way; empty where it cannot be run, which leaves it to its lease. */
  Optional<ChainRun> begin(
      ChainLease lease, FinalizerOptions options, Duration time, UUID owner, long beforeClaim) {
    try {
      return shapes
          .find(lease.shape())
          .map(shape -> new ChainRun(parts, options, shape, lease, time, owner, beforeClaim));
    } catch (RuntimeException e) {
      LOG.error(
          "Cannot run the chain of session {} of organization {}: {}",
          lease.ref().session().sessionId(),
          lease.ref().session().organizationId(),
          e.getClass().getName());
      return Optional.empty();
    }
  }

  /** Prolongs leases; answers those still held, or null where the store failed. */
  @Nullable Set<LeaseRef> renew(List<ChainRun> runs, Duration lease) {
    if (runs.isEmpty()) {
      return Set.of();
    }
    long before = parts.tick();
    try {
      Set<LeaseRef> held = parts.chains().renew(runs.stream().map(ChainRun::ref).toList(), lease);
      runs.stream().filter(run -> held.contains(run.ref())).forEach(run -> run.renewed(before));
      return held;
    } catch (RuntimeException e) {
      parts.storeFailed("renew", e);
      return null;
    }
  }

  /** Gives leases back; where that fails they lapse. */
  void release(List<LeaseRef> leases) {
    if (leases.isEmpty()) {
      return;
    }
    try {
      parts.chains().release(leases);
    } catch (RuntimeException e) {
      parts.storeFailed("release", e);
    }
  }

  private void adapt(List<ChainLease> leases, int limit, int bound, boolean narrow) {
    if (leases.isEmpty()) {
      crowded.clear();
      polite = false;
      share = leastShare;
      moreAtOnce = false;
      return;
    }
    Map<UUID, Integer> taken = new HashMap<>();
    for (ChainLease lease : leases) {
      taken.merge(lease.ref().session().organizationId(), 1, Integer::sum);
    }
    UUID last = leases.get(leases.size() - 1).ref().session().organizationId();
    UUID before = after.getAndSet(last);
    boolean alone = taken.size() == 1 && last.equals(before);
    boolean full = leases.size() >= limit;
    if (narrow) {
      crowded.removeIf(it -> !full && taken.getOrDefault(it, 0) < bound);
    } else {
      crowded.clear();
      taken.forEach(this::noteCrowded);
      if (full) {
        crowded.add(last); // who knows how much more of its work the limit has cut off
      }
    }
    boolean others = taken.keySet().stream().anyMatch(it -> !crowded.contains(it));
    if (others) {
      othersSeen = parts.tick();
    }
    polite = !crowded.isEmpty() && (others || polite);
    if (narrow || isPolite()) {
      share = isPolite() ? leastShare : share;
      moreAtOnce =
          taken.entrySet().stream()
              .anyMatch(it -> it.getValue() >= bound && !crowded.contains(it.getKey()));
      return;
    }
    boolean inTheWay = taken.values().stream().anyMatch(count -> count >= bound);
    moreAtOnce = full || inTheWay;
    if (full) {
      share = alone ? share : leastShare;
    } else if (inTheWay) {
      share = Math.min(2 * share, limit);
    }
  }

  private void noteCrowded(UUID organization, int count) {
    if (count >= leastShare) {
      crowded.add(organization);
    }
  }
}
