package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.List;

/**
 * Chains that have not finished.
 *
 * @param now the store's clock, by which they are due or not
 * @param chains the chains, by organization and session
 */
public record UnfinishedPage(Instant now, List<ChainRecord> chains) {
  /** Copies the list. */
  public UnfinishedPage {
    Validator.require("now", now);
    chains = Validator.requireElements("chains", chains);
  }
}
