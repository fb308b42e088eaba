package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.Finalizer;
import dev.sessionlifecycle.FinalizerOptions;
import dev.sessionlifecycle.FinalizerSnapshot;
import dev.sessionlifecycle.StepOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs the finalize chains that are due, those too that an earlier run has left. */
final class Finishing {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(25);
  private static final int AT_ONCE = 10;

  private Finishing() {}

  /** Runs until no chain is left that can still run, or until nothing has moved for a minute. */
  static void run(Finalizer finalizer, Screen screen, int chains) {
    FinalizerOptions options = shortLeases();
    Progress progress = new Progress(screen, "finalize", chains);
    long left = Long.MAX_VALUE;
    long moved = System.nanoTime();
    while (left > 0 && System.nanoTime() - moved < PATIENCE) {
      if (finalizer.runDue(AT_ONCE, options).claimed() == 0) {
        LockSupport.parkNanos(LOOK);
      }
      FinalizerSnapshot now = finalizer.snapshot();
      long leftNow = now.due() + now.leased() + now.waiting();
      if (leftNow != left) {
        left = leftNow;
        moved = System.nanoTime();
        progress.at((int) Math.max(0, chains - left));
      }
    }
    progress.finish((int) Math.max(0, chains - left));
  }

  /** What a killed process held is free again after its lease: after some three seconds here. */
  private static FinalizerOptions shortLeases() {
    return FinalizerOptions.builder()
        .lease(Duration.ofSeconds(1))
        .steps(StepOptions.defaults().withTimeout(Duration.ofSeconds(2)))
        .build();
  }
}
