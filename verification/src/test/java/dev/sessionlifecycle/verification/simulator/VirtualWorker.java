package dev.sessionlifecycle.verification.simulator;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Work that runs only while it is told to, from one cut to the next: a thread, of which never more
 * than one runs.
 */
final class VirtualWorker {
  private final Semaphore go = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private boolean ended;
  private boolean dead;

  /** Begins, and stands still before the first line. */
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

  /** Called by the scheduler: goes on to the next cut, or to the end. */
  void resume() {
    go.release();
    back.acquireUninterruptibly();
  }

  /** Called by the worker: others may go on here. The dead go on without a stop to their end. */
  void cut() {
    if (!dead) {
      back.release();
      go.acquireUninterruptibly();
    }
  }

  /** From now on nothing that it does reaches anybody. */
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
