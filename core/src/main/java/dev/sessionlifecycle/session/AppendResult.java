package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import java.util.function.Function;

/** What appending messages came to. */
public sealed interface AppendResult {

  /**
   * The messages are stored.
   *
   * @param messages the messages as stored, in the order in which they were given; one that was
   *     there already as it stands
   */
  record Appended(List<StoredMessage> messages) implements AppendResult {
    /** Copies the list. */
    public Appended {
      messages = Validator.requireElements("messages", messages);
    }
  }

  /** The session has ended; nothing was stored. */
  record AlreadyEnded(Session session) implements AppendResult {
    /** Checks that nothing is missing. */
    public AlreadyEnded {
      Validator.require("session", session);
    }
  }

  /**
   * The stored messages.
   *
   * @throws SessionConflictException {@code session_ended} where the session has ended
   */
  default List<StoredMessage> orThrow() {
    return fold(
        Appended::messages,
        ended -> {
          throw new SessionConflictException(
              "session_ended", "session " + ended.session().id() + " has ended");
        });
  }

  /** Handles both results. */
  default <T> T fold(
      Function<? super Appended, ? extends T> done,
      Function<? super AlreadyEnded, ? extends T> alreadyEnded) {
    return this instanceof Appended it ? done.apply(it) : alreadyEnded.apply((AlreadyEnded) this);
  }
}
