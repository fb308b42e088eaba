package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.internal.finalizer.WorkQueue.Job;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A run on the calling thread, which is its only worker. Leases are not renewed while a step runs,
 * so they last for the longest step.
 */
final class CallerRun {
  /** How often one run tries to write a settlement. */
  private static final int TRIES = 5;

  private final FinalizerContext context;
  private final FinalizerOptions options;
  private final RunStats stats;
  private final Claimer claimer;
  private final LeaseKeeper leases;
  private final WorkQueue queue;
  private final StepWorker worker;

  CallerRun(
      FinalizerContext context,
      FinalizerOptions options,
      ChainRegistry registry,
      FinalizerTotals totals,
      AtomicReference<@Nullable UUID> lastOrganization) {
    UUID owner = context.owners().get();
    Duration lease = options.longestTimeout().plus(options.lease());
    this.context = context;
    this.options = options;
    this.stats = new RunStats(context, totals);
    this.claimer = new Claimer(context, options, registry, owner, lease, lastOrganization);
    this.leases = new LeaseKeeper(context, lease, stats);
    this.queue = WorkQueue.forCaller(options, context.ticks());
    this.worker = new StepWorker(context, options, totals, stats, queue, leases, true);
  }

  /** Runs at most this many chains. Throws what the store throws. */
  FinalizerReport run(int limit) {
    // With the flag set, an embedded database would close itself; it is restored for the caller.
    boolean interrupted = Thread.interrupted();
    try {
      claimer.refresh();
      for (int left = limit; left > 0 && !worker.isStopping(); ) {
        Claimer.Claim claim = claimer.claim(Math.min(left, options.claimBatch()));
        if (claim.size() == 0) {
          break;
        }
        stats.claimed(claim.size());
        left -= claim.size();
        claim.runs().forEach(worker::accept);
        work();
      }
      return stats.report();
    } finally {
      if (interrupted || worker.isStopping()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    queue.workerStarts();
    for (Job job = queue.take(); job != null; job = queue.take()) {
      long began = context.tick();
      worker.perform(job);
      queue.ended(job);
      if (queue.writeFailures() >= TRIES) {
        worker.abandon();
        throw new StoreException("the store could not settle finalize chains", true, null);
      }
      if (worker.isStopping()) {
        worker.giveBackWaiting();
      } else if (context.tick() - began > options.settleFlush().toNanos()) {
        queue.flush(); // finished work must not wait for another long step
      }
      leases.renewAfter(options.lease().dividedBy(2));
    }
  }
}
