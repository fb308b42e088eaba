package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.List;
import java.util.Objects;

/**
 * An ended session with everything that was said, and what happened to it.
 *
 * @param messages every message, by sequence
 * @param history the whole history, by sequence
 */
public record ArchivedSession(
    Session session, List<StoredMessage> messages, List<HistoryEntry> history) {
  /** Copies the lists. */
  public ArchivedSession {
    Objects.requireNonNull(session, "session");
    messages = List.copyOf(messages);
    history = List.copyOf(history);
  }

  /** Names the session, never what was said in it. */
  @Override
  public String toString() {
    return "ArchivedSession[" + session.id() + "]";
  }
}
