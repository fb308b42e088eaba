package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the cleanup hooks on the host's executor, and settles at a deadline whether they did. */
final class CleanupRunner {
  private static final Logger log = LoggerFactory.getLogger("dev.sessionlifecycle.runtime");

  private final List<CleanupHook> hooks;
  private final Executor executor;
  private volatile @Nullable Thread hookThread;

  CleanupRunner(List<CleanupHook> hooks, Executor executor) {
    this.hooks = List.copyOf(hooks);
    this.executor = executor;
  }

  /** Waits for the hooks; returns whether every one finished in time, and none threw. */
  boolean run(UUID sessionId, Duration atMost) {
    return start(sessionId).await(atMost);
  }

  /**
   * Does not wait for the hooks: reports once, on the thread of the last hook or, at the deadline,
   * on the timer's, whether every one finished in time, and none threw.
   */
  void run(
      UUID sessionId, Duration atMost, ScheduledExecutorService timer, Consumer<Boolean> report) {
    Run run = start(sessionId);
    var unused = run.cleanedUp.thenAccept(report);
    if (!run.cleanedUp.isDone()) {
      run.expireOn(timer, atMost);
    }
  }

  private Run start(UUID sessionId) {
    Run run = new Run(sessionId);
    if (hooks.isEmpty()) {
      run.cleanedUp.complete(true);
      return run;
    }
    Throwable refused = Callbacks.run(() -> executor.execute(run));
    if (refused != null) {
      log.warn(
          "the executor for cleanup hooks threw {} for session {}",
          refused.getClass().getName(),
          sessionId);
      run.expire();
    }
    return run;
  }

  /** Whether the calling thread runs a hook. */
  boolean isWithinHook() {
    return hookThread == Thread.currentThread();
  }

  private final class Run implements Runnable, CleanupContext {
    private final UUID sessionId;
    private final CompletableFuture<Boolean> cleanedUp = new CompletableFuture<>();
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
      cleanedUp.complete(!failed);
    }

    private void run(CleanupHook hook) {
      Throwable e = Callbacks.run(() -> hook.run(this));
      if (e != null) {
        failed = true;
        log.warn("a cleanup hook threw {} for session {}", e.getClass().getName(), sessionId);
      }
    }

    /** Gives up on the hooks that have not finished. */
    private void expire() {
      cancelled = !cleanedUp.isDone();
      cleanedUp.complete(false);
    }

    private void expireOn(ScheduledExecutorService timer, Duration atMost) {
      Throwable refused =
          Callbacks.run(
              () -> {
                ScheduledFuture<?> deadline =
                    timer.schedule(this::expire, atMost.toNanos(), TimeUnit.NANOSECONDS);
                var unused = cleanedUp.thenRun(() -> deadline.cancel(false));
              });
      if (refused != null) {
        await(atMost); // such a timer renews no lease that this could hold up
      }
    }

    /** Waits up to the deadline, which is short: also where the thread is interrupted. */
    boolean await(Duration atMost) {
      boolean interrupted = Thread.interrupted();
      long until = System.nanoTime() + atMost.toNanos();
      while (!cleanedUp.isDone()) {
        try {
          cleanedUp.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException | ExecutionException e) {
          expire();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return cleanedUp.join();
    }
  }
}
