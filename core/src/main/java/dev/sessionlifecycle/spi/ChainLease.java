package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;

/**
 * A chain that was claimed.
 *
 * @param ref the session and the token
 * @param shape the digest of the chain's shape
 * @param state the state in which it is
 * @param claims how often it has been claimed since the last settlement, this time included: more
 *     than 1 means that a holder died, or lost its lease, without a word
 * @param claimedAt the store's clock at the claim
 */
public record ChainLease(
    LeaseRef ref, String shape, ChainState state, int claims, Instant claimedAt) {
  /** Checks that nothing is missing. */
  public ChainLease {
    Validator.require("ref", ref);
    Validator.require("shape", shape);
    Validator.require("state", state);
    Validator.require("claimed_at", claimedAt);
  }
}
