package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.List;
import java.util.UUID;

/** A store's reply to an {@link AppendIntent}. */
public sealed interface AppendReply {

  /** Each message as it is stored, in the order of the intent. */
  record Appended(List<StoredMessage> messages) implements AppendReply {
    /** Copies the list. */
    public Appended {
      messages = List.copyOf(messages);
    }
  }

  /** The session has ended, or has an unrecognized status; nothing was changed. */
  record NotLive(Session session) implements AppendReply {}

  /**
   * The session is live, and the token of the intent is not the last one of its owner lease:
   * another has taken the session since; nothing was changed.
   */
  record NotOwner(Session session) implements AppendReply {}

  /**
   * The session is live, but its time limit has passed; nothing was changed.
   *
   * @param end how it is ended, see {@link AppendIntent#overdue()}
   */
  record Overdue(CloseIntent end) implements AppendReply {}

  /**
   * The session stores scrubbed texts only, and those of the intent were not scrubbed; nothing was
   * changed.
   */
  record Unscrubbed() implements AppendReply {}

  /** A message of this id is stored with another role or text; nothing was changed. */
  record Conflict(UUID messageId) implements AppendReply {}

  /** The session would hold more than the bounds of the intent; nothing was changed. */
  record Full() implements AppendReply {}

  /** There is no such session in the organization. */
  record Missing() implements AppendReply {}
}
