package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A chain that has not finished, of any organization.
 *
 * @param organizationId the organization
 * @param sessionId the session
 * @param state what it waits for
 * @param dueFor for how long it has been due, by the store's clock; zero where it is not
 * @param attempts the most attempts that one of its unfinished steps has had
 * @param open the names of the steps that are neither done nor skipped, in the order of the chain;
 *     empty where the store does not know the definition of the chain
 */
public record UnfinishedChain(
    UUID organizationId,
    UUID sessionId,
    State state,
    Duration dueFor,
    int attempts,
    List<String> open) {

  /** What an unfinished chain waits for. */
  public enum State {
    /** It is due, and no node works on it. */
    DUE,
    /** A node works on it, or has just died. */
    LEASED,
    /** It is due later: its next attempt, or the end of the worker that holds messages back. */
    WAITING,
    /** It has a parked step and nothing left to run. */
    PARKED
  }

  /** Copies the list. */
  public UnfinishedChain {
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    Validator.require("state", state);
    Validator.require("due_for", dueFor);
    open = Validator.requireElements("open", open);
  }
}
