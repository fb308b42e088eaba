package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to an {@link UpdateIntent}. */
public sealed interface UpdateReply {

  /** The session is as the update says: changed by this intent, or so before. */
  record Updated(Session session) implements UpdateReply {}

  /**
   * The session has ended and does not take this update, or has an unrecognized status; nothing was
   * changed.
   */
  record NotWritable(Session session) implements UpdateReply {}

  /**
   * The session is live, but its time limit has passed; nothing was changed.
   *
   * @param end how it is ended, see {@link UpdateIntent#overdue()}
   */
  record Overdue(CloseIntent end) implements UpdateReply {}

  /**
   * The session stores scrubbed texts only, and those of the intent were not scrubbed; nothing was
   * changed.
   */
  record Unscrubbed() implements UpdateReply {}

  /** The session has another version; nothing was changed. */
  record Stale(Session session) implements UpdateReply {}

  /** There is no such session in the organization. */
  record Missing() implements UpdateReply {}
}
