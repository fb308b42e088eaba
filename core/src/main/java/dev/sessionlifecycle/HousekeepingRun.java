package dev.sessionlifecycle;

/** Housekeeping that goes on by itself. Closing the {@link SessionLifecycle} closes it too. */
public interface HousekeepingRun extends AutoCloseable {

  /** What it has done since it was started; how far it is, while it goes on. */
  HousekeepingReport report();

  /** Whether its threads go on. */
  boolean isRunning();

  /**
   * Stops it: waits for the batches in hand, which are short. No thread of it is left afterwards.
   * Idempotent.
   */
  @Override
  void close();
}
