package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Runs the finalizer while the application context runs. */
final class FinalizerLifecycle implements SmartLifecycle {
  /**
   * Started before what brings work, such as the web server (2,048 below the default) and listeners
   * of messages, and stopped after it: requests in flight still end sessions.
   */
  static final int PHASE = DEFAULT_PHASE - 4_096;

  private final SessionLifecycle lifecycle;
  private final FinalizerOptions options;
  private volatile @Nullable FinalizerRun run;

  FinalizerLifecycle(SessionLifecycle lifecycle, FinalizerOptions options) {
    this.lifecycle = lifecycle;
    this.options = options;
  }

  @Override
  public void start() {
    if (run == null) {
      run = lifecycle.finalizer().start(options);
    }
  }

  @Override
  public void stop() {
    FinalizerRun stopped = run;
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
    return PHASE;
  }

  FinalizerOptions options() {
    return options;
  }
}
