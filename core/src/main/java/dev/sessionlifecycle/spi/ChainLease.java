package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chain that was claimed.
 *
 * @param ref the session and the token
 * @param shape the digest of the chain's shape
 * @param state the state in which it is
 * @param claims how often it has been claimed since the last settlement, this time included: more
 *     than 1 means that a holder died, or lost its lease, without a word
 * @param dueAt since when it was due, by the store's clock
 * @param claimedAt the store's clock at the claim
 * @param traceParent the W3C trace context in which the session ended; null if none is kept
 * @param enrichments how often the session has been enriched, corrected or given a disposition
 *     since its end; 0 where the chain has no delivery on enrichment
 */
public record ChainLease(
    LeaseRef ref,
    String shape,
    ChainState state,
    int claims,
    Instant dueAt,
    Instant claimedAt,
    @Nullable String traceParent,
    int enrichments) {
  /** A claim of a chain whose session has not been enriched. */
  public ChainLease(
      LeaseRef ref,
      String shape,
      ChainState state,
      int claims,
      Instant dueAt,
      Instant claimedAt,
      @Nullable String traceParent) {
    this(ref, shape, state, claims, dueAt, claimedAt, traceParent, 0);
  }

  /** Checks that nothing required is missing. */
  public ChainLease {
    Validator.require("ref", ref);
    Validator.require("shape", shape);
    Validator.require("state", state);
    Validator.require("due_at", dueAt);
    Validator.require("claimed_at", claimedAt);
  }

  /** Leaves out the trace context. */
  @Override
  public String toString() {
    return "ChainLease[ref=" + ref + ", shape=" + shape + ", state=" + state + "]";
  }
}
