package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.function.Function;

/** What updating a session came to. */
public sealed interface UpdateResult {

  /** The session as it stands. */
  Session session();

  /** The session is as the update says. */
  record Updated(Session session) implements UpdateResult {
    /** Checks that nothing is missing. */
    public Updated {
      Validator.require("session", session);
    }
  }

  /** The session has ended, and the update is not one that an ended session takes. */
  record AlreadyEnded(Session session) implements UpdateResult {
    /** Checks that nothing is missing. */
    public AlreadyEnded {
      Validator.require("session", session);
    }
  }

  /**
   * The updated session.
   *
   * @throws SessionConflictException {@code session_ended} where it has ended
   */
  default Session orThrow() {
    return fold(
        Updated::session,
        ended -> {
          throw new SessionConflictException(
              "session_ended", "session " + ended.session().id() + " has ended");
        });
  }

  /** Handles both results. */
  default <T> T fold(
      Function<? super Updated, ? extends T> updated,
      Function<? super AlreadyEnded, ? extends T> alreadyEnded) {
    return this instanceof Updated it ? updated.apply(it) : alreadyEnded.apply((AlreadyEnded) this);
  }
}
