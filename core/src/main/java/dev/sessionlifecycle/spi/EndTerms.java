package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.retention.RetentionPolicy;
import java.util.Objects;

/**
 * What every end is given, whichever door it comes through.
 *
 * @param chains the chain that the session gets, by its type
 * @param fallback how long it is kept where neither it nor its organization has a policy
 */
public record EndTerms(ChainPlan chains, RetentionPolicy fallback) {
  /** Checks that nothing is missing. */
  public EndTerms {
    Objects.requireNonNull(chains, "chains");
    Objects.requireNonNull(fallback, "fallback");
  }
}
