package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Runs the housekeeping while the application context runs. */
final class HousekeepingLifecycle implements SmartLifecycle {
  private final SessionLifecycle lifecycle;
  private volatile @Nullable HousekeepingRun run;

  HousekeepingLifecycle(SessionLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public void start() {
    if (run == null) {
      run = lifecycle.housekeeping().start();
    }
  }

  @Override
  public void stop() {
    HousekeepingRun stopped = run;
    if (stopped != null) {
      run = null;
      stopped.close();
    }
  }

  @Override
  public boolean isRunning() {
    return run != null;
  }

  @Override
  public int getPhase() {
    return FinalizerLifecycle.PHASE;
  }

  /** Returns what was done since the start; empty while it is stopped. */
  Optional<HousekeepingReport> report() {
    return Optional.ofNullable(run).map(HousekeepingRun::report);
  }
}
