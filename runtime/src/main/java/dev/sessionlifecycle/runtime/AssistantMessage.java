package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of the assistant, produced by one turn.
 *
 * <p>Follows {@code AssistantMessage} of the Feather API.
 *
 * @param turnId the turn, once it is stored; null while the message is buffered
 * @param content what the assistant says; an empty string for a silent turn
 * @param sequence its position in the turn, from 0
 * @param producingAssistantId the assistant that produced it; null if the handler names none
 */
public record AssistantMessage(
    @Nullable UUID turnId, String content, int sequence, @Nullable UUID producingAssistantId) {
  /** Checks that nothing required is missing. */
  public AssistantMessage {
    Validator.require("content", content);
  }

  /** A message on its own: sequence 0. */
  public static AssistantMessage of(String content) {
    return new AssistantMessage(null, content, 0, null);
  }

  /** Contains the position of the message, never its content. */
  @Override
  public String toString() {
    return "AssistantMessage[turnId=" + turnId + ", sequence=" + sequence + "]";
  }
}
