package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.spi.ChainLease;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Keeps an organization with a large backlog from delaying the others. Round robin is fair in
 * steps; this is fair in what they cost the database. Not thread-safe.
 *
 * <p>A claim takes at most a share from each organization. As long as the share only limits
 * organizations that are alone, it doubles up to the whole claim.
 *
 * <p>An organization that fills its share is saturated. While others have work too, the throttle is
 * in fair mode: the share stays small, and a saturated organization gets one share at a time,
 * followed by a rest of several times the duration of that turn. In between, probes claim next to
 * nothing from it in order to find the work of others, whose chains are prioritized. Without this,
 * the 99th percentile of a small organization's latency is several times that of an idle node; see
 * {@code finalize.noisy_neighbour_p99_vs_quiet} in the benchmarks. An organization that has just
 * filled its share, and now has less left than that, is no small one: where several backlogs run
 * out, none has to wait for the others.
 */
final class BacklogThrottle {
  /** The share of a probe. */
  private static final int PROBE = 2;

  /** How long fair mode lasts after the last claim with work of an unsaturated organization. */
  private static final long FAIR_NANOS = Duration.ofSeconds(1).toNanos();

  /** The rest after a turn, as a multiple of its duration. */
  private static final int REST = 3;

  private final LongSupplier ticks;
  private final int smallest;
  private final Set<UUID> saturated = new HashSet<>();
  private final Map<UUID, Long> filledAt = new HashMap<>();
  private int share;
  private boolean fair;
  private long othersSeenAt;
  private boolean more;
  private boolean inTurn;
  private long turnBegan;
  private long restEnds;

  /**
   * Creates a throttle.
   *
   * @param share the share of each organization while others have work
   */
  BacklogThrottle(int share, LongSupplier ticks) {
    this.ticks = ticks;
    this.smallest = share;
    this.share = share;
    this.restEnds = ticks.getAsLong();
  }

  /** Returns the maximum number of chains of one organization in the next claim. */
  int share(int limit, boolean probe) {
    return Math.min(limit, probe ? Math.min(PROBE, smallest) : share);
  }

  /** Whether unsaturated organizations recently had work besides a saturated one. */
  boolean isFair() {
    return fair && ticks.getAsLong() - othersSeenAt < FAIR_NANOS;
  }

  /** Whether the last claim left due work that should be claimed at once. */
  boolean hasMore() {
    return more;
  }

  /** Whether chains of this organization are prioritized because another one is saturated. */
  boolean prioritizes(UUID organization) {
    return !saturated.isEmpty() && isSmall(organization);
  }

  /**
   * Takes a claim into account.
   *
   * @param alone whether this claim and the previous one were of the same single organization
   */
  void claimed(List<ChainLease> leases, int limit, boolean probe, boolean alone) {
    if (leases.isEmpty()) {
      saturated.clear();
      fair = false;
      share = smallest;
      more = false;
      return;
    }
    int most = share(limit, probe);
    boolean full = leases.size() >= limit;
    Map<UUID, Integer> taken = new HashMap<>();
    leases.forEach(lease -> taken.merge(organization(lease), 1, Integer::sum));
    if (probe) {
      saturated.removeIf(it -> !full && taken.getOrDefault(it, 0) < most);
    } else {
      saturated.clear();
      taken.forEach((organization, count) -> addSaturated(organization, count));
      if (full) { // the limit may have cut off the last one's chains
        saturated.add(organization(leases.get(leases.size() - 1)));
      }
    }
    filledAt.values().removeIf(at -> ticks.getAsLong() - at >= FAIR_NANOS);
    boolean others = taken.keySet().stream().anyMatch(this::isSmall);
    if (others) {
      othersSeenAt = ticks.getAsLong();
    }
    fair = !saturated.isEmpty() && (others || fair);
    adapt(taken, most, full, probe, alone, limit);
  }

  private void adapt(
      Map<UUID, Integer> taken, int most, boolean full, boolean probe, boolean alone, int limit) {
    if (probe || isFair()) {
      share = isFair() ? smallest : share;
      more =
          taken.entrySet().stream()
              .anyMatch(it -> it.getValue() >= most && !saturated.contains(it.getKey()));
      return;
    }
    boolean limited = taken.values().stream().anyMatch(count -> count >= most);
    more = full || limited;
    if (full) {
      share = alone ? share : smallest;
    } else if (limited) {
      share = Math.min(2 * share, limit);
    }
  }

  private void addSaturated(UUID organization, int count) {
    if (count >= smallest) {
      saturated.add(organization);
      filledAt.put(organization, ticks.getAsLong());
    }
  }

  /** Whether it is not saturated, nor has what is left of a backlog that filled its share. */
  private boolean isSmall(UUID organization) {
    return !saturated.contains(organization) && !filledAt.containsKey(organization);
  }

  /** Begins a turn of the saturated organization, which gets its share now. */
  void beginTurn() {
    inTurn = true;
    turnBegan = ticks.getAsLong();
  }

  /** Ends the turn, none of whose share is in progress any more; begins the rest unless begun. */
  void endTurn() {
    if (inTurn) {
      inTurn = false;
      long now = ticks.getAsLong();
      restEnds = now + REST * (now - turnBegan);
    }
  }

  /** Returns how much of the rest is left; 0 or less after it. */
  long restNanos() {
    return restEnds - ticks.getAsLong();
  }

  private static UUID organization(ChainLease lease) {
    return lease.ref().session().organizationId();
  }
}
