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
 * @param overdue which live session takes no update any more because its time limit has passed. A
 *     store may ask it only where a sweep is due to look at the session
 * @param scrubbed whether its texts hold no personal data any more
 */
public record UpdateIntent(
    SessionKey session,
    @Nullable Long expectedVersion,
    SessionUpdate update,
    Instant at,
    OverdueRule overdue,
    boolean scrubbed) {
  /** Updates a session that has no time limit. */
  public UpdateIntent(
      SessionKey session, @Nullable Long expectedVersion, SessionUpdate update, Instant at) {
    this(session, expectedVersion, update, at, OverdueRule.none());
  }

  /** Updates with values as they were given. */
  public UpdateIntent(
      SessionKey session,
      @Nullable Long expectedVersion,
      SessionUpdate update,
      Instant at,
      OverdueRule overdue) {
    this(session, expectedVersion, update, at, overdue, false);
  }

  /** Returns a copy with this update, whose texts hold no personal data. */
  public UpdateIntent scrubbed(SessionUpdate without) {
    return new UpdateIntent(session, expectedVersion, without, at, overdue, true);
  }

  /** Checks that nothing required is missing. */
  public UpdateIntent {
    Validator.require("session", session);
    Validator.require("update", update);
    Validator.require("at", at);
    Validator.require("overdue", overdue);
  }
}
