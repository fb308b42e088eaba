package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;

/** A store's reply to a {@link TransitionIntent}. */
public sealed interface TransitionReply {

  /**
   * The session is in the status: moved by this intent, or there before.
   *
   * @param from the status that the session had when the intent was applied
   */
  record Moved(SessionStatus from, Session session) implements TransitionReply {}

  /** The session has ended; nothing was changed. */
  record AlreadyEnded(Session session) implements TransitionReply {}

  /**
   * The status of the session, live or unrecognized, does not lead to the target; nothing was
   * changed.
   */
  record Illegal(Session session) implements TransitionReply {}

  /**
   * The session is live, but its time limit has passed; nothing was changed.
   *
   * @param end how it is ended, see {@link TransitionIntent#overdue()}
   */
  record Overdue(CloseIntent end) implements TransitionReply {}

  /** There is no such session in the organization. */
  record Missing() implements TransitionReply {}
}
