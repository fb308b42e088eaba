package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.retention.RetentionPolicy;
import java.util.Objects;

/**
 * What every end is given, whichever door it comes through.
 *
 * @param chains the chain that the session gets, by its type
 * @param defaultPolicy how long it is kept where neither it nor its organization has a policy
 */
public record CloseDefaults(ChainsByType chains, RetentionPolicy defaultPolicy) {
  /** Checks that nothing is missing. */
  public CloseDefaults {
    Objects.requireNonNull(chains, "chains");
    Objects.requireNonNull(defaultPolicy, "fallback");
  }
}
