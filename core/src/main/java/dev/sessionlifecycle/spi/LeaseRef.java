package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * A lease on a chain.
 *
 * @param session whose chain
 * @param token the fencing token of the acquisition
 */
public record LeaseRef(SessionKey session, long token) {
  /** Checks that nothing is missing. */
  public LeaseRef {
    Validator.require("session", session);
  }
}
