package dev.sessionlifecycle.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a turn came to; the same on every channel.
 *
 * <p>Source: {@code TurnResult} of the Feather API.
 *
 * @param sessionId the session; null only in a result made by hand
 * @param messages what the assistant says: at least one of a turn, none of the admin door
 * @param status where the runtime stands after the turn; the caller ends the session on {@code
 *     end_requested}
 * @param handoff where the handler hands off, in its own shape; unmodifiable
 * @param callTransfer the transfer to carry out
 * @param dtmfInput how to collect digits from now on
 * @param sessionStatus the status of the session in the store, as on the wire
 * @param error why the turn failed; null where it did not
 * @param modelUsed the model; null where the turn called none
 * @param tokenCount the tokens; null where the turn called no model
 * @param latencyMs how long the model took in milliseconds; null where the turn called none
 */
public record TurnResult(
    @Nullable UUID sessionId,
    List<AssistantMessage> messages,
    RuntimeStatus status,
    @Nullable Map<String, Object> handoff,
    @Nullable CallTransferIntent callTransfer,
    @Nullable DtmfInputSpec dtmfInput,
    @Nullable String sessionStatus,
    @Nullable String error,
    @Nullable String modelUsed,
    @Nullable Integer tokenCount,
    @Nullable Integer latencyMs) {
  /** Copies the list and checks that nothing required is missing. */
  public TurnResult {
    Objects.requireNonNull(status, "status");
    messages = List.copyOf(messages);
    handoff = handoff == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(handoff));
  }

  /** What ending a session answers: no messages, {@code ended}. */
  public static TurnResult ended(UUID sessionId, @Nullable String sessionStatus) {
    return builder(RuntimeStatus.ENDED).sessionId(sessionId).sessionStatus(sessionStatus).build();
  }

  /** Begins a result. */
  public static TurnResultBuilder builder(RuntimeStatus status) {
    return new TurnResultBuilder(status);
  }

  /** Names the session and the status, never what was said. */
  @Override
  public String toString() {
    return "TurnResult[sessionId=" + sessionId + ", status=" + status + "]";
  }
}
