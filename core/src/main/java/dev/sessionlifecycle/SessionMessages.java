package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Message;
import java.util.List;
import java.util.UUID;

/**
 * Messages for one session of many.
 *
 * @param sessionId the session
 * @param messages what to append to it, in this order
 */
public record SessionMessages(UUID sessionId, List<Message> messages) {
  /** Copies the list and checks that nothing is missing. */
  public SessionMessages {
    Validator.require("session_id", sessionId);
    messages = Validator.requireElements("messages", messages);
  }
}
