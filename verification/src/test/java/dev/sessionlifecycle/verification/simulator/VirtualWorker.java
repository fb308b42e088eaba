package dev.sessionlifecycle.verification.simulator;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Work that runs only when the scheduler resumes it, from one cut to the next: a thread, of which
 * no more than one runs at any time.
 */
final class VirtualWorker {
  private final Semaphore go = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private boolean ended;
  private boolean dead;

  /** Starts the work, which stops before its first line. */
  void begin(Executor executor, Runnable work) {
    executor.execute(
        () -> {
          go.acquireUninterruptibly();
          try {
            work.run();
          } finally {
            ended = true;
            back.release();
          }
        });
  }

  /** Called by the scheduler: runs to the next cut, or to the end. */
  void resume() {
    go.release();
    back.acquireUninterruptibly();
  }

  /** Called by the worker: others may run here. A dead worker runs to its end without stopping. */
  void cut() {
    if (!dead) {
      back.release();
      go.acquireUninterruptibly();
    }
  }

  /** From now on nothing that it does has any effect. */
  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  boolean hasEnded() {
    return ended;
  }
}
