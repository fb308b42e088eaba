package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To lease due chains.
 *
 * @param owner who takes them: random for each start of an engine
 * @param lease for how long
 * @param limit the most chains in all: 1 or more
 * @param perOrganization the most chains of one organization: 1 or more
 * @param shapes the digests of the shapes that the caller can run
 * @param after the organization after which to begin; null to begin with the first
 */
public record ClaimRequest(
    UUID owner,
    Duration lease,
    int limit,
    int perOrganization,
    Set<String> shapes,
    @Nullable UUID after) {
  /** Checks the bounds. */
  public ClaimRequest {
    Validator.require("owner", owner);
    Validator.require("lease", lease);
    shapes = Set.copyOf(shapes);
    if (limit < 1 || perOrganization < 1) {
      throw Validator.invalid("limit", "limit and per_organization must be at least 1");
    }
  }
}
