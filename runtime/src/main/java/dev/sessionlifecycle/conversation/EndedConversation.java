package dev.sessionlifecycle.conversation;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of ending a text conversation.
 *
 * <p>Follows {@code EndConversationResponse} of the AnyReach API, page "End a conversation".
 *
 * @param conversationId the session
 * @param status always {@code completed}
 * @param duration the stored duration in whole seconds, rounded down
 * @param summary the summary; null until there is one
 */
public record EndedConversation(
    UUID conversationId,
    ConversationStatus status,
    @Nullable Long duration,
    @Nullable String summary) {
  private static final long SECOND_MS = 1_000;

  /** Checks that nothing required is missing. */
  public EndedConversation {
    Validator.require("conversation_id", conversationId);
    Validator.require("status", status);
  }

  static EndedConversation of(Session session) {
    Long ms = session.durationMs();
    return new EndedConversation(
        session.id(),
        ConversationStatus.COMPLETED,
        ms == null ? null : Math.floorDiv(ms, SECOND_MS),
        session.summary());
  }

  /** Contains the conversation id, never the summary. */
  @Override
  public String toString() {
    return "EndedConversation[conversationId=" + conversationId + ", status=" + status + "]";
  }
}
