package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;

/**
 * How many chains of an organization have not come to rest.
 *
 * @param due chains with something to run, which no node works on
 * @param leased chains that a node works on
 * @param waiting chains that are due later: a step is retried, or a worker holds messages back
 * @param parked chains with a parked step and nothing left to run
 * @param oldestDue for how long the oldest of those due has been due, by the store's clock; zero
 *     where none is
 */
public record FinalizerBacklog(
    long due, long leased, long waiting, long parked, Duration oldestDue) {
  /** Checks that nothing is missing. */
  public FinalizerBacklog {
    Validator.require("oldest_due", oldestDue);
  }
}
