package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.SessionLifecycle;
import java.time.Duration;

/** Housekeeping that goes on by itself. Closing the {@link SessionLifecycle} closes it too. */
public interface HousekeepingRun extends AutoCloseable {

  /** What it has done since it was started; how far it is, while it goes on. */
  HousekeepingReport report();

  /** Whether its threads go on. */
  boolean isRunning();

  /**
   * Stops it: waits for the batches in hand, which are short, unless the host's archive or handler
   * makes them long. When the call returns no thread of it is left but one that is inside such a
   * batch for longer than the given time; it is a daemon, and ends with its batch. Idempotent.
   *
   * @return whether everything ended in time
   */
  boolean close(Duration timeout);

  /** {@link #close(Duration)} with 30 s. */
  @Override
  void close();
}
