package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the cleanup hooks on the host's executor and waits for them up to a deadline. */
final class CleanupRunner {
  private static final Logger log = LoggerFactory.getLogger("dev.sessionlifecycle.runtime");

  private final List<CleanupHook> hooks;
  private final Executor executor;
  private volatile @Nullable Thread hookThread;

  CleanupRunner(List<CleanupHook> hooks, Executor executor) {
    this.hooks = List.copyOf(hooks);
    this.executor = executor;
  }

  /** Returns whether every hook finished in time, and none threw. */
  boolean run(UUID sessionId, Duration atMost) {
    if (hooks.isEmpty()) {
      return true;
    }
    Run run = new Run(sessionId);
    Throwable refused = Callbacks.run(() -> executor.execute(run));
    if (refused != null) {
      log.warn(
          "the executor for cleanup hooks threw {} for session {}",
          refused.getClass().getName(),
          sessionId);
      return run.await(Duration.ZERO);
    }
    return run.await(atMost);
  }

  /** Whether the calling thread runs a hook. */
  boolean isWithinHook() {
    return hookThread == Thread.currentThread();
  }

  private final class Run implements Runnable, CleanupContext {
    private final UUID sessionId;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean failed;
    private volatile boolean cancelled;

    Run(UUID sessionId) {
      this.sessionId = sessionId;
    }

    @Override
    public UUID sessionId() {
      return sessionId;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void run() {
      hookThread = Thread.currentThread();
      hooks.forEach(this::run);
      hookThread = null;
      done.countDown();
    }

    private void run(CleanupHook hook) {
      Throwable e = Callbacks.run(() -> hook.run(this));
      if (e != null) {
        failed = true;
        log.warn("a cleanup hook threw {} for session {}", e.getClass().getName(), sessionId);
      }
    }

    /** Waits up to the deadline, which is short: also where the thread is interrupted. */
    boolean await(Duration atMost) {
      boolean interrupted = Thread.interrupted();
      long until = System.nanoTime() + atMost.toNanos();
      boolean inTime = false;
      for (boolean waited = false; !waited; ) {
        try {
          inTime = done.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
          waited = true;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      cancelled = !inTime;
      return inTime && !failed;
    }
  }
}
