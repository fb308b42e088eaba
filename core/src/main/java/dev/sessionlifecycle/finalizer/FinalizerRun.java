package dev.sessionlifecycle.finalizer;

import java.time.Duration;

/** A finalizer at work, from its start until it is closed. Thread-safe. */
public interface FinalizerRun extends AutoCloseable {

  /** Takes no new work; what runs goes on, what waits is given back. */
  void pause();

  /** Takes work again. */
  void resume();

  /** Whether it takes no new work at the moment. */
  boolean isPaused();

  /**
   * Stops: takes no more work, gives back what has not begun, waits for running steps and writes
   * their outcomes. Steps that run longer than the given time are cancelled and recorded as failed;
   * their outcome is refused. When the call returns, the only threads of the library left are those
   * inside such a step; they are daemons and end with it.
   *
   * @return whether everything ended in time
   */
  boolean close(Duration timeout);

  /** {@link #close(Duration)} with the time of the options. */
  @Override
  void close();
}
