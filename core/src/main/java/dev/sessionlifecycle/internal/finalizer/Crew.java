package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
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

/** The threads of a started finalizer: daemons with names, and none of them for ever. */
final class Crew {
  private static final String NAME = "session-lifecycle-finalize-";

  private final List<Thread> threads = new ArrayList<>();
  private final Executor executor;
  private final @Nullable ExecutorService own;

  Crew(FinalizerOptions options) {
    if (options.executor().isPresent()) {
      own = null;
      executor = options.executor().get();
    } else {
      AtomicInteger number = new AtomicInteger();
      // How many run at once is the work queue's business; idle ones go home.
      own =
          new ThreadPoolExecutor(
              0,
              Integer.MAX_VALUE,
              10,
              TimeUnit.SECONDS,
              new SynchronousQueue<>(),
              task -> known(daemon(task, String.valueOf(number.incrementAndGet()))));
      executor = own;
    }
  }

  /** Runs a worker. */
  void run(Runnable worker) {
    executor.execute(worker);
  }

  /** Starts a thread of its own. */
  void start(String name, Runnable task) {
    known(daemon(task, name)).start();
  }

  /** Remembers a thread until it has ended, so that the last moment of each can be waited for. */
  private synchronized Thread known(Thread thread) {
    threads.removeIf(it -> it.getState() == Thread.State.TERMINATED);
    threads.add(thread);
    return thread;
  }

  /** Waits until the last of all threads is gone; none is interrupted. */
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
        for (Thread thread : started()) {
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

  private synchronized List<Thread> started() {
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
