package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.Finalizer;
import dev.sessionlifecycle.FinalizerOptions;
import dev.sessionlifecycle.FinalizerRun;
import dev.sessionlifecycle.FinalizerSnapshot;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the finalize chains that are due beside the conversations, those too that an earlier run has
 * left.
 */
final class Finishing implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(25);

  private final Finalizer finalizer;
  private final FinalizerRun run;

  private Finishing(Finalizer finalizer, FinalizerRun run) {
    this.finalizer = finalizer;
    this.run = run;
  }

  /** Short leases, so that what a killed process held is free again after two seconds. */
  static Finishing start(Finalizer finalizer) {
    FinalizerOptions options =
        FinalizerOptions.builder().threads(2).lease(Duration.ofSeconds(2)).build();
    return new Finishing(finalizer, finalizer.start(options));
  }

  /** Waits until no chain is left that can still run, or until nothing has moved for a minute. */
  void await(Screen screen, int chains) {
    Progress progress = new Progress(screen, "finalize", chains);
    long left = Long.MAX_VALUE;
    long moved = System.nanoTime();
    while (left > 0 && System.nanoTime() - moved < PATIENCE) {
      FinalizerSnapshot now = finalizer.snapshot();
      long leftNow = now.due() + now.leased() + now.waiting();
      if (leftNow != left) {
        left = leftNow;
        moved = System.nanoTime();
        progress.at((int) Math.max(0, chains - left));
      }
      LockSupport.parkNanos(left > 0 ? LOOK : 0);
    }
    progress.finish((int) Math.max(0, chains - left));
  }

  @Override
  public void close() {
    run.close();
  }
}
