package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.SessionUpdate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * To update what describes a session.
 *
 * @param session the session
 * @param expectedVersion the version that it must have; null for any
 * @param update what is to change, its values checked
 * @param at the business time of the call
 */
public record UpdateIntent(
    SessionKey session, @Nullable Long expectedVersion, SessionUpdate update, Instant at) {
  /** Checks that nothing required is missing. */
  public UpdateIntent {
    Validator.require("session", session);
    Validator.require("update", update);
    Validator.require("at", at);
  }
}
