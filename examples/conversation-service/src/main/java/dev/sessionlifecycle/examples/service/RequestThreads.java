package dev.sessionlifecycle.examples.service;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs requests, each on a virtual thread if this Java version has them, otherwise in a pool, and
 * knows how many are in progress. A request that arrives slowly occupies a thread, so the pool is
 * larger than what works at a time.
 */
final class RequestThreads implements Executor {
  private static final int POOL = 256;

  private final ExecutorService threads = create();
  private int running;
  private long started;

  private static ExecutorService create() {
    try {
      return (ExecutorService)
          java.util.concurrent.Executors.class
              .getMethod("newVirtualThreadPerTaskExecutor")
              .invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              POOL,
              POOL,
              30,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(ServerLimits.CONNECTIONS));
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }

  @Override
  public void execute(Runnable request) {
    begin();
    try {
      threads.execute(
          () -> {
            try {
              request.run();
            } finally {
              end();
            }
          });
    } catch (RejectedExecutionException e) {
      end();
      throw e;
    }
  }

  private synchronized void begin() {
    running++;
    started++;
  }

  private synchronized void end() {
    running--;
    notifyAll();
  }

  /**
   * Waits until for a while no request has begun and no more than these are in progress.
   *
   * @return false if that did not happen in time
   */
  synchronized boolean awaitQuiet(int most, Duration quiet, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long seen = started;
    long quietSince = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      if (running > most || started != seen) {
        seen = started;
        quietSince = now;
      } else if (now - quietSince >= quiet.toNanos()) {
        return true;
      }
      if (now >= deadline) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(
          this, Math.max(1_000_000, Math.min(quiet.toNanos(), deadline - now)));
    }
  }

  /** Takes no more requests. Interrupts none, because one may be in a call to the store. */
  void shutdown() {
    threads.shutdown();
  }
}
