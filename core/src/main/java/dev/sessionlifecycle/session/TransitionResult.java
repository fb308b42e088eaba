package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.function.Function;

/** What moving a session to another status came to. */
public sealed interface TransitionResult {

  /** The session as it stands. */
  Session session();

  /** The session is in the status that was asked for. */
  record Moved(Session session) implements TransitionResult {
    /** Checks that nothing is missing. */
    public Moved {
      Validator.require("session", session);
    }
  }

  /** The session has ended, and nothing follows an end. */
  record AlreadyEnded(Session session) implements TransitionResult {
    /** Checks that nothing is missing. */
    public AlreadyEnded {
      Validator.require("session", session);
    }
  }

  /**
   * The session, in the status that was asked for.
   *
   * @throws SessionConflictException {@code session_ended} where it has ended
   */
  default Session orThrow() {
    return fold(
        Moved::session,
        ended -> {
          throw new SessionConflictException(
              "session_ended", "session " + ended.session().id() + " has ended");
        });
  }

  /** Handles both results. */
  default <T> T fold(
      Function<? super Moved, ? extends T> done,
      Function<? super AlreadyEnded, ? extends T> alreadyEnded) {
    return this instanceof Moved it ? done.apply(it) : alreadyEnded.apply((AlreadyEnded) this);
  }
}
