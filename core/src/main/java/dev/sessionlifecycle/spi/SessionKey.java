package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import java.util.UUID;

/** A session id, with the organization that the session must belong to. */
public record SessionKey(UUID organizationId, UUID sessionId) {
  /** Checks that nothing is missing. */
  public SessionKey {
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
  }

  /** Returns the key of a session. */
  public static SessionKey of(Session session) {
    return new SessionKey(session.organizationId(), session.id());
  }
}
