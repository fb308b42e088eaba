package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * The chains that a store knows as current: what a session gets that is ended by a process without
 * steps of its own.
 *
 * @param chains the chain of each type of session
 * @param version how often they have changed; 0 where no process with steps was ever started
 */
public record CurrentChains(ChainsByType chains, long version) {
  private static final CurrentChains NONE =
      new CurrentChains(ChainsByType.of(ChainDefinition.empty()), 0);

  /** Checks that the chains are given. */
  public CurrentChains {
    Validator.require("chains", chains);
  }

  /** None yet: sessions get chains without steps. */
  public static CurrentChains none() {
    return NONE;
  }
}
