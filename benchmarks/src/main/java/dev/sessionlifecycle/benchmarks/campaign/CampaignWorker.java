package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import java.time.Duration;

/**
 * A process that finalizes until it is ordered to stop: with a started finalizer or, in the last
 * worker, by calling {@code runDue} like a host with its own scheduler.
 */
final class CampaignWorker {
  /** The shortest possible lease, so that a campaign need not wait long. */
  static final Duration LEASE = Duration.ofSeconds(1);

  /** Longer than any freeze: a frozen worker comes back with an outcome, not with a timeout. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(1);

  private CampaignWorker() {}

  /** Returns how long this worker leases a chain. */
  static Duration lease(boolean polls) {
    return polls ? LEASE.plus(SHORT_TIMEOUT) : LEASE;
  }

  /** Runs the process. Arguments: URL, name, seed, tampering, whether it polls. */
  public static void main(String[] args) {
    Orders orders = new Orders();
    boolean polls = Boolean.parseBoolean(args[4]);
    SessionLifecycle lifecycle =
        CampaignStore.lifecycle(
            args[0], args[1], Tampering.valueOf(args[3]), orders, Long.parseLong(args[2]));
    Orders.say("ready");
    if (polls) {
      poll(lifecycle, orders);
    } else {
      lifecycle.finalizer().start(options());
      orders.awaitStop();
    }
    lifecycle.close();
  }

  private static void poll(SessionLifecycle lifecycle, Orders orders) {
    while (!orders.isStopped()) {
      try {
        lifecycle.finalizer().runDue(20, options(SHORT_TIMEOUT));
      } catch (StoreException e) {
        // It was reported to the host, whose next call tries again.
        CampaignChain.spend(50);
      }
      CampaignChain.spend(20);
    }
  }

  /** Returns the options of a node that is never frozen. */
  static FinalizerOptions options() {
    return options(TIMEOUT);
  }

  private static FinalizerOptions options(Duration timeout) {
    return FinalizerOptions.builder()
        .threads(8)
        .lease(LEASE)
        .claimBatch(16)
        .poll(Duration.ofMillis(20), Duration.ofMillis(100))
        .steps(
            StepOptions.defaults()
                .withAttempts(1_000)
                .withTimeout(timeout)
                .withBackoff(Duration.ofMillis(10), Duration.ofMillis(500)))
        .build();
  }
}
