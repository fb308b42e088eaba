package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To take what is due from many organizations, each in its turn: they are visited in the order of
 * their ids ({@link IdOrder}), beginning after the one named and around, each with at most its
 * share, the oldest due first and of equals the lesser id; until the limit is reached.
 *
 * @param limit the most in all: 1 or more
 * @param perOrganization the most of one organization: 1 or more
 * @param after the organization after which to begin; null to begin with the first
 */
public record DueQuery(int limit, int perOrganization, @Nullable UUID after) {
  /** Checks the bounds. */
  public DueQuery {
    if (limit < 1 || perOrganization < 1) {
      throw Validator.invalid("limit", "limit and per_organization must be at least 1");
    }
  }
}
