package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to a {@link DispositionIntent}. */
public sealed interface DispositionReply {

  /** The session has this code and note: from this intent, or from one before. */
  record Recorded(Session session) implements DispositionReply {}

  /** The session has another disposition; nothing was changed. */
  record AlreadyRecorded(Session session) implements DispositionReply {}

  /** The time has passed, or the session has been anonymized; nothing was changed. */
  record TooLate(Session session) implements DispositionReply {}

  /** The session is live, or has an unrecognized status; nothing was changed. */
  record NotEnded(Session session) implements DispositionReply {}

  /** There is no such session in the organization. */
  record Missing() implements DispositionReply {}
}
