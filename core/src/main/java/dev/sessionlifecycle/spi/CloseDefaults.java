package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.RetentionPolicy;

/**
 * What every end is given, whichever door it comes through.
 *
 * @param chains the chain that the session gets, by its type
 * @param defaultPolicy how long it is kept where neither it nor its organization has a policy
 */
public record CloseDefaults(ChainsByType chains, RetentionPolicy defaultPolicy) {
  /** Checks that nothing is missing. */
  public CloseDefaults {
    Validator.require("chains", chains);
    Validator.require("default_policy", defaultPolicy);
  }
}
