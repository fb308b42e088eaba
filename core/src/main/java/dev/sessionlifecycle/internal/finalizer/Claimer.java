package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due chains of all organizations in turn: each claim starts after the organization at which
 * this node's previous claim ended. Not thread-safe.
 */
final class Claimer {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  private final FinalizerContext context;
  private final FinalizerOptions options;
  private final ChainRegistry registry;
  private final UUID owner;
  private final Duration lease;
  private final AtomicReference<@Nullable UUID> lastOrganization;
  private final BacklogThrottle throttle;

  /**
   * Creates a claimer.
   *
   * @param owner the identity of the run
   * @param lease how long chains are leased
   * @param lastOrganization the organization at which the last claim ended; shared by all runs
   */
  Claimer(
      FinalizerContext context,
      FinalizerOptions options,
      ChainRegistry registry,
      UUID owner,
      Duration lease,
      AtomicReference<@Nullable UUID> lastOrganization) {
    this.context = context;
    this.options = options;
    this.registry = registry;
    this.owner = owner;
    this.lease = lease;
    this.lastOrganization = lastOrganization;
    this.throttle = new BacklogThrottle(options.organizationShare(), context.ticks());
  }

  /**
   * The chains of a claim.
   *
   * @param size how many were claimed
   * @param runs those that can be run; the others are left until their leases expire
   */
  record Claim(int size, List<ChainRun> runs) {}

  BacklogThrottle throttle() {
    return throttle;
  }

  /** Reads the shapes that the store knows. */
  void refresh() {
    registry.refresh();
  }

  /** Claims chains. Throws what the store throws. */
  Claim claim(int limit) {
    return claim(limit, false);
  }

  /** Claims chains; a probe takes only a few from each organization. */
  Claim claim(int limit, boolean probe) {
    long before = context.tick();
    ClaimRequest request =
        new ClaimRequest(
            owner,
            lease,
            limit,
            throttle.share(limit, probe),
            registry.digests(),
            lastOrganization.get());
    List<ChainLease> leases = context.chains().claim(request);
    throttle.claimed(leases, limit, probe, isAlone(leases));
    List<ChainRun> runs = new ArrayList<>();
    leases.forEach(it -> begin(it, before, runs));
    return new Claim(leases.size(), runs);
  }

  /** Whether this claim and the previous one are of the same single organization. */
  private boolean isAlone(List<ChainLease> leases) {
    if (leases.isEmpty()) {
      return false;
    }
    UUID last = leases.get(leases.size() - 1).ref().session().organizationId();
    UUID before = lastOrganization.getAndSet(last);
    return last.equals(before)
        && leases.stream().allMatch(it -> it.ref().session().organizationId().equals(last));
  }

  private void publish(ChainLease claimed) {
    SessionKey session = claimed.ref().session();
    Duration waited = Duration.between(claimed.dueAt(), claimed.claimedAt());
    context.publish(
        new FinalizerEvent.ChainClaimed(
            session.organizationId(),
            session.sessionId(),
            waited.isNegative() ? Duration.ZERO : waited));
  }

  private void begin(ChainLease claimed, long before, List<ChainRun> runs) {
    try {
      registry
          .find(claimed.shape())
          .map(it -> new ChainRun(context, options, it, claimed, lease, owner, before))
          .ifPresent(
              run -> {
                runs.add(run);
                publish(claimed);
              });
    } catch (RuntimeException e) {
      LOG.error(
          "Cannot run the chain of session {} of organization {}: {}",
          claimed.ref().session().sessionId(),
          claimed.ref().session().organizationId(),
          ErrorText.of(e));
    }
  }
}
