package dev.sessionlifecycle.runtime;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of the assistant, made by one turn.
 *
 * <p>Source: {@code AssistantMessage} of the Feather API.
 *
 * @param turnId the turn, where it is stored already; null while the runtime holds it back
 * @param content what the assistant says; an empty string for a silent turn
 * @param sequence its place in the turn, counted from 0
 * @param producingAssistantId the assistant that made it, if the handler says so
 */
public record AssistantMessage(
    @Nullable UUID turnId, String content, int sequence, @Nullable UUID producingAssistantId) {
  /** Checks that nothing required is missing. */
  public AssistantMessage {
    Objects.requireNonNull(content, "content");
  }

  /** A message that stands alone: sequence 0. */
  public static AssistantMessage of(String content) {
    return new AssistantMessage(null, content, 0, null);
  }

  /** Names the message, never its content. */
  @Override
  public String toString() {
    return "AssistantMessage[turnId=" + turnId + ", sequence=" + sequence + "]";
  }
}
