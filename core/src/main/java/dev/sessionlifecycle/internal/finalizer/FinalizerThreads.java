package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.internal.finalizer.WorkQueue.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a started finalizer, all daemons; workers exit when there is nothing to do. */
final class FinalizerThreads {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");
  private static final String NAME = "session-lifecycle-finalize-";

  private final WorkQueue queue;
  private final StepWorker worker;
  private final List<Thread> threads = new ArrayList<>();
  private final Executor executor;
  private final @Nullable ExecutorService own;

  FinalizerThreads(FinalizerOptions options, WorkQueue queue, StepWorker worker) {
    this.queue = queue;
    this.worker = worker;
    if (options.executor().isPresent()) {
      own = null;
      executor = options.executor().get();
    } else {
      AtomicInteger number = new AtomicInteger();
      // The work queue bounds how many run at once; idle ones exit.
      own =
          new ThreadPoolExecutor(
              0,
              Integer.MAX_VALUE,
              10,
              TimeUnit.SECONDS,
              new SynchronousQueue<>(),
              task -> track(daemon(task, String.valueOf(number.incrementAndGet()))));
      executor = own;
    }
  }

  /** Starts workers as long as there are jobs for more. */
  void startWorkers() {
    while (queue.admitWorker()) {
      Throwable e = Callbacks.run(() -> executor.execute(this::work));
      if (e != null) {
        queue.workerExited();
        LOG.warn("The executor refuses finalize work: {}", e.getClass().getName());
        return;
      }
    }
  }

  private void work() {
    for (Job job = queue.take(); job != null; job = queue.take()) {
      boolean replaced = false;
      try {
        replaced = worker.perform(job);
      } catch (Throwable e) { // a worker survives whatever happens to one chain
        LOG.error("A finalize worker failed: {}", ErrorText.of(e));
      }
      if (replaced) {
        return;
      }
      queue.ended(job);
      startWorkers();
    }
  }

  /** Starts a separate thread for a task. */
  void start(String name, Runnable task) {
    track(daemon(task, name)).start();
  }

  /** Waits until all threads have ended, without interrupting any. */
  boolean join(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    boolean over = false;
    if (own != null) {
      own.shutdown();
    }
    while (!over) {
      try {
        over = own == null || own.awaitTermination(millisUntil(end), TimeUnit.MILLISECONDS);
        for (Thread thread : tracked()) {
          thread.join(millisUntil(end));
          over &= !thread.isAlive();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        over = false;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return over;
  }

  /** Tracks a thread until it has ended: a pool terminates slightly before its threads do. */
  private synchronized Thread track(Thread thread) {
    threads.removeIf(it -> it.getState() == Thread.State.TERMINATED);
    threads.add(thread);
    return thread;
  }

  private synchronized List<Thread> tracked() {
    return List.copyOf(threads);
  }

  private static long millisUntil(long end) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, NAME + name);
    thread.setDaemon(true);
    return thread;
  }
}
