package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import java.util.List;

/**
 * What a store has to do to carry out an {@link AppendIntent}; see {@link AppendRules}.
 *
 * @param reply the reply to the caller
 * @param fresh the messages to insert; empty if nothing is to be written
 * @param session the session as it is to be stored with them
 * @param bytes how many bytes of UTF-8 the texts of the fresh messages have together
 */
public record AppendDecision(
    AppendReply reply, List<StoredMessage> fresh, Session session, long bytes) {
  /** Copies the list. */
  public AppendDecision {
    fresh = List.copyOf(fresh);
  }
}
