package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What every end is given, whichever door it comes through.
 *
 * @param chains the chain that the session gets, by its type
 * @param defaultPolicy how long it is kept where neither it nor its organization has a policy
 * @param traceParent the W3C trace context of the call, kept with the chain: at most 55 ASCII
 *     characters; null for none
 */
public record CloseDefaults(
    ChainsByType chains, RetentionPolicy defaultPolicy, @Nullable String traceParent) {
  /** Checks that nothing required is missing. */
  public CloseDefaults {
    Validator.require("chains", chains);
    Validator.require("default_policy", defaultPolicy);
  }

  /** Creates them without a trace context. */
  public CloseDefaults(ChainsByType chains, RetentionPolicy defaultPolicy) {
    this(chains, defaultPolicy, null);
  }

  /** Returns a copy with the trace context of a call. */
  public CloseDefaults withTraceParent(String value) {
    return new CloseDefaults(chains, defaultPolicy, value);
  }

  /** Returns a copy with other chains. */
  public CloseDefaults withChains(ChainsByType other) {
    return new CloseDefaults(other, defaultPolicy, traceParent);
  }

  /** Leaves out the trace context. */
  @Override
  public String toString() {
    return "CloseDefaults[chains=" + chains + ", defaultPolicy=" + defaultPolicy + "]";
  }
}
