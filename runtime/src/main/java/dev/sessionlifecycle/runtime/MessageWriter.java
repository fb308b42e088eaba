package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what is buffered to a live session. */
final class MessageWriter {
  private static final Logger log = LoggerFactory.getLogger("dev.sessionlifecycle.runtime");
  private static final String CONFLICT = "message_conflict";

  private final OwnedSession owned;
  private final TurnBuffer buffer;

  MessageWriter(OwnedSession owned, TurnBuffer buffer) {
    this.owned = owned;
    this.buffer = buffer;
  }

  /**
   * Writes the buffer. A message whose id is stored with another text would conflict each time, and
   * keep the others from being written: it is dropped if its turn learns of it, and stored under
   * another id if its turn was answered before.
   *
   * @param turnId the turn that learns of a conflict by an exception; null for none
   * @return the session if it has ended and nothing was written; null otherwise
   */
  @Nullable Session write(@Nullable UUID turnId) {
    return write(turnId, owned::append);
  }

  /** Writes the buffer, also to a session that is full: its turns were answered. */
  @Nullable Session writeToLetGo() {
    return write(null, owned::appendBuffered);
  }

  private @Nullable Session write(
      @Nullable UUID turnId, Function<List<Message>, AppendResult> append) {
    List<Message> all = buffer.messages();
    try {
      return append(all, append);
    } catch (SessionConflictException e) {
      if (!e.code().equals(CONFLICT)) {
        throw e;
      }
    }
    SessionConflictException conflict = null;
    for (Message each : all) {
      try {
        Session ended = append(List.of(each), append);
        if (ended != null) {
          return ended;
        }
      } catch (SessionConflictException e) {
        if (!e.code().equals(CONFLICT)) {
          throw e;
        }
        if (turnId != null && turnId.equals(each.turnId())) {
          conflict = e;
        } else {
          log.warn("a message of session {} conflicts with a stored one", owned.sessionId());
          Session ended = append(List.of(each.withId(owned.newId())), append);
          if (ended != null) {
            return ended;
          }
        }
        buffer.remove(List.of(each));
      }
    }
    if (conflict != null) {
      throw conflict;
    }
    return null;
  }

  private @Nullable Session append(
      List<Message> messages, Function<List<Message>, AppendResult> append) {
    if (!messages.isEmpty() && append.apply(messages) instanceof AppendResult.AlreadyEnded ended) {
      return ended.session();
    }
    buffer.remove(messages);
    return null;
  }
}
