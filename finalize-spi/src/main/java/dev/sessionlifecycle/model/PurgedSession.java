package dev.sessionlifecycle.model;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A session that was deleted. Nothing else is left of it.
 *
 * @param organizationId the organization that it belonged to
 * @param id the session
 * @param purgedAt when it was deleted, by the store's clock, to the microsecond
 */
public record PurgedSession(UUID organizationId, UUID id, Instant purgedAt) {
  /** Checks that nothing is missing and cuts the time to the microsecond. */
  public PurgedSession {
    Validator.require("organization_id", organizationId);
    Validator.require("id", id);
    purgedAt = Validator.require("purged_at", purgedAt).truncatedTo(ChronoUnit.MICROS);
  }
}
