package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.Message;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * To append messages to a live session.
 *
 * @param session the session
 * @param messages the messages, each with an id and a time, no id twice
 * @param at the business time of the call
 */
public record AppendIntent(SessionKey session, List<Message> messages, Instant at) {
  /** Copies the list and checks that nothing is missing. */
  public AppendIntent {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(at, "at");
    messages = List.copyOf(messages);
  }
}
