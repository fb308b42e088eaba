package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.function.Function;

/** What ending a session came to. Of any number of ends exactly one is {@link Closed}. */
public sealed interface CloseResult {

  /** The ended session: the winner's record. */
  Session session();

  /** This call ended the session. */
  record Closed(Session session) implements CloseResult {
    /** Checks that nothing is missing. */
    public Closed {
      Validator.require("session", session);
    }
  }

  /** The session had ended before; its record is unchanged. */
  record AlreadyEnded(Session session) implements CloseResult {
    /** Checks that nothing is missing. */
    public AlreadyEnded {
      Validator.require("session", session);
    }
  }

  /** Whether this call ended the session. */
  default boolean isWinner() {
    return this instanceof Closed;
  }

  /**
   * The session, which this call must have ended.
   *
   * @throws SessionConflictException {@code session_ended} where it had ended before
   */
  default Session orThrow() {
    return fold(
        Closed::session,
        ended -> {
          throw new SessionConflictException(
              "session_ended", "session " + ended.session().id() + " had ended before");
        });
  }

  /** Handles both results. */
  default <T> T fold(
      Function<? super Closed, ? extends T> closed,
      Function<? super AlreadyEnded, ? extends T> alreadyEnded) {
    return this instanceof Closed it ? closed.apply(it) : alreadyEnded.apply((AlreadyEnded) this);
  }
}
