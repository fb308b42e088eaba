package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;
import java.util.Objects;
import java.util.UUID;

/** A session id, with the organization that the session must belong to. */
public record SessionKey(UUID organizationId, UUID sessionId) {
  /** Checks that nothing is missing. */
  public SessionKey {
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(sessionId, "sessionId");
  }

  /** Returns the key of a session. */
  public static SessionKey of(Session session) {
    return new SessionKey(session.organizationId(), session.id());
  }
}
