package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists sessions of an organization, newest first: by {@code created_at} and then {@code id}, both
 * descending, ids in the order of their sixteen bytes taken as unsigned.
 *
 * @param after the last session of the page before; null for the first page
 * @param limit the most sessions to return
 */
public record ListIntent(
    UUID organizationId, SessionFilter filter, @Nullable Position after, int limit) {
  /** A place in the listing. */
  public record Position(Instant createdAt, UUID id) {}

  /** Checks that nothing is missing. */
  public ListIntent {
    Validator.require("organization_id", organizationId);
    Validator.require("filter", filter);
  }
}
