package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.ConversationStatus;
import dev.sessionlifecycle.Session;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ending a text conversation answers.
 *
 * <p>Source: {@code EndConversationResponse} of the AnyReach API.
 *
 * @param conversationId the session
 * @param status always {@code completed}
 * @param duration from start to end in whole seconds, rounded down; as it was stamped
 * @param summary the summary, once there is one
 */
public record EndedConversation(
    UUID conversationId,
    ConversationStatus status,
    @Nullable Long duration,
    @Nullable String summary) {
  private static final long SECOND_MS = 1_000;

  /** Checks that nothing required is missing. */
  public EndedConversation {
    Objects.requireNonNull(conversationId, "conversationId");
    Objects.requireNonNull(status, "status");
  }

  static EndedConversation of(Session session) {
    Long ms = session.durationMs();
    return new EndedConversation(
        session.id(),
        ConversationStatus.COMPLETED,
        ms == null ? null : Math.floorDiv(ms, SECOND_MS),
        session.summary());
  }

  /** Names the conversation, never its summary. */
  @Override
  public String toString() {
    return "EndedConversation[conversationId=" + conversationId + ", status=" + status + "]";
  }
}
