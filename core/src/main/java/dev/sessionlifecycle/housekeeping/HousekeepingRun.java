package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.SessionLifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Housekeeping that goes on by itself. Closing the {@link SessionLifecycle} closes it too. */
public interface HousekeepingRun extends AutoCloseable {

  /** What it has done since it was started; how far it is, while it goes on. */
  HousekeepingReport report();

  /**
   * The sweeps that fail at the moment, each with its last failure and how often it has failed in a
   * row; empty while all goes well.
   */
  List<HousekeepingFailure> failures();

  /** How often a sweep has failed in a row, the greater number of both; 0 while all goes well. */
  default int consecutiveFailures() {
    return failures().stream().mapToInt(HousekeepingFailure::consecutive).max().orElse(0);
  }

  /**
   * When both sweeps had last succeeded, by the business clock; empty until both have. A time that
   * stays behind by more than a few times {@link HousekeepingOptions#every} means that time limits
   * or purges stand still.
   */
  Optional<Instant> lastSuccess();

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
