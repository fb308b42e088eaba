package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to a {@link UsageIntent}. */
public sealed interface UsageReply {

  /** The amounts were added. */
  record Added(Session session) implements UsageReply {}

  /** The report was added before; nothing was changed. */
  record AlreadyAdded(Session session) implements UsageReply {}

  /** The time has passed, or the session has been anonymized; nothing was changed. */
  record TooLate(Session session) implements UsageReply {}

  /** The session would have too many names or reports; nothing was changed. */
  record Full(Session session) implements UsageReply {}

  /** The session has an unrecognized status; nothing was changed. */
  record NotWritable(Session session) implements UsageReply {}

  /** There is no such session in the organization. */
  record Missing() implements UsageReply {}
}
