package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to a {@link CloseIntent}. */
public sealed interface CloseReply {

  /** This intent ended the session. */
  record Closed(Session session) implements CloseReply {}

  /** The session had ended; nothing was changed. */
  record AlreadyEnded(Session session) implements CloseReply {}

  /**
   * The session is live, or of an unrecognized status, and the guard does not hold; nothing was
   * changed.
   */
  record GuardFailed(Session session) implements CloseReply {}

  /**
   * No session has this external id yet: the end is kept, and applied when the session opens. Of
   * several ends that are reported for an external id the first is kept, and enriched by the
   * others.
   */
  record Kept() implements CloseReply {}

  /** There is no such session in the organization. */
  record Missing() implements CloseReply {}
}
