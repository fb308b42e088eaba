package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.UnfinishedChain.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which unfinished chains.
 *
 * @param states only those in one of these states
 * @param dueFor only those that have been due for so long, or have had that many attempts
 * @param attempts only those with a step of so many attempts, or that have been due for that long
 */
public record UnfinishedFilter(Set<State> states, Duration dueFor, int attempts) {

  /** Copies the set. */
  public UnfinishedFilter {
    states = Set.copyOf(Validator.require("states", states));
    Validator.require("due_for", dueFor);
  }

  /** Every one. */
  public static UnfinishedFilter all() {
    return in(State.DUE, State.LEASED, State.WAITING, State.PARKED);
  }

  /** Those in one of these states. */
  public static UnfinishedFilter in(State... states) {
    List<State> given = Arrays.asList(Validator.require("states", states));
    return new UnfinishedFilter(
        Set.copyOf(Validator.requireElements("states", given)), Duration.ZERO, 0);
  }

  /**
   * Those that do not get on: due for at least this time, so that no node takes them, or with a
   * step that has had at least so many attempts. Parked ones are not among them.
   */
  public static UnfinishedFilter stuck(Duration dueFor, int attempts) {
    return new UnfinishedFilter(Set.of(State.DUE, State.LEASED, State.WAITING), dueFor, attempts);
  }

  /** Whether a chain passes. */
  public boolean lets(UnfinishedChain chain) {
    return states.contains(chain.state())
        && (chain.attempts() >= attempts
            || (chain.state() == State.DUE && chain.dueFor().compareTo(dueFor) >= 0));
  }
}
