package dev.sessionlifecycle.spi;

import java.util.Objects;
import java.util.UUID;

/** A session, named with the organization that it must belong to. */
public record SessionKey(UUID organizationId, UUID sessionId) {
  /** Checks that nothing is missing. */
  public SessionKey {
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(sessionId, "sessionId");
  }
}
