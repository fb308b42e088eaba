package dev.sessionlifecycle.runtime;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the cleanup hooks on the host's executor and waits for them up to a deadline. */
final class CleanupRunner {
  private static final Logger log = LoggerFactory.getLogger(CleanupRunner.class);

  private final List<CleanupHook> hooks;
  private final Executor executor;

  CleanupRunner(List<CleanupHook> hooks, Executor executor) {
    this.hooks = List.copyOf(hooks);
    this.executor = executor;
  }

  /** Returns whether every hook finished in time. */
  boolean run(UUID sessionId, Duration atMost) {
    if (hooks.isEmpty()) {
      return true;
    }
    Run run = new Run(sessionId);
    try {
      executor.execute(run);
    } catch (RejectedExecutionException e) {
      log.warn("the executor for cleanup hooks rejected those of session {}", sessionId);
      return false;
    }
    return run.await(atMost);
  }

  private final class Run implements Runnable, CleanupContext {
    private final UUID sessionId;
    private final CountDownLatch done = new CountDownLatch(1);
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
      try {
        hooks.forEach(this::run);
      } finally {
        done.countDown();
      }
    }

    private void run(CleanupHook hook) {
      try {
        hook.run(this);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        log.warn("a cleanup hook threw {} for session {}", e.getClass().getName(), sessionId);
      }
    }

    boolean await(Duration atMost) {
      boolean inTime = false;
      try {
        inTime = done.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      cancelled = !inTime;
      return inTime;
    }
  }
}
