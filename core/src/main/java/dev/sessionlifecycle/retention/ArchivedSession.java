package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.List;

/**
 * An ended session with everything that was said, and what happened to it.
 *
 * @param messages every message, by sequence
 * @param history the whole history, by sequence
 * @param evals its eval runs, by id
 */
public record ArchivedSession(
    Session session,
    List<StoredMessage> messages,
    List<HistoryEntry> history,
    List<EvalRun> evals) {
  /** Copies the lists. */
  public ArchivedSession {
    Validator.require("session", session);
    messages = Validator.requireElements("messages", messages);
    history = Validator.requireElements("history", history);
    evals = Validator.requireElements("evals", evals);
  }

  /** Names the session, never what was said in it. */
  @Override
  public String toString() {
    return "ArchivedSession[" + session.id() + "]";
  }
}
