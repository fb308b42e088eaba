package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.Map;

/**
 * The state of the finalizer.
 *
 * @param due chains that are due and not leased; like the next three, counted over all nodes
 * @param leased chains that are leased
 * @param waiting chains that are due later
 * @param parked chains with a parked step and nothing left to run
 * @param oldestDue for how long the oldest of those due has been due; zero where none is
 * @param running steps that this finalizer runs at the moment, by name
 * @param hanging those of them that are past their timeout
 * @param stepsFinished steps that this finalizer has finished (done or skipped) since it was made
 * @param chainsFinished chains that it has finished
 * @param attemptsFailed attempts that failed or asked for a later one
 * @param stepsParked steps that it parked
 * @param outcomesRefused outcomes dropped: steps that returned after their timeout, after their
 *     lease was lost or after a stop had given them up, and chains that had something to write when
 *     their lease was lost
 */
public record FinalizerSnapshot(
    long due,
    long leased,
    long waiting,
    long parked,
    Duration oldestDue,
    Map<String, Integer> running,
    int hanging,
    long stepsFinished,
    long chainsFinished,
    long attemptsFailed,
    long stepsParked,
    long outcomesRefused) {
  /** Copies the map. */
  public FinalizerSnapshot {
    Validator.require("oldest_due", oldestDue);
    running = Map.copyOf(Validator.require("running", running));
  }
}
