package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers. A violation of a policy is no failure: it is answered with a text.
 *
 * @param text what the assistant says; empty for a silent turn
 * @param end that the session is to be ended, and why
 * @param handoff where to hand off, in the host's own shape
 * @param callTransfer the transfer of the call to carry out
 * @param dtmfInput how to collect digits from now on
 * @param failed whether the turn failed
 * @param label why it failed, in a label such as {@code unknown_node_type}; {@code
 *     max_steps_exceeded} where a failed turn gives none
 * @param producingAssistantId the assistant that made the text
 * @param modelUsed the model, where one was called
 * @param tokenCount the tokens, where a model was called
 * @param latencyMs how long the model took in milliseconds
 */
public record TurnReply(
    String text,
    @Nullable EndRequest end,
    @Nullable Map<String, Object> handoff,
    @Nullable CallTransferIntent callTransfer,
    @Nullable DtmfInputSpec dtmfInput,
    boolean failed,
    @Nullable String label,
    @Nullable UUID producingAssistantId,
    @Nullable String modelUsed,
    @Nullable Integer tokenCount,
    @Nullable Integer latencyMs) {
  /** Copies the handoff and checks that nothing required is missing. */
  public TurnReply {
    Objects.requireNonNull(text, "text");
    handoff = handoff == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(handoff));
  }

  /** Says this. */
  public static TurnReply say(String text) {
    return builder(text).build();
  }

  /** Says this, and asks for the end: the agent decided that the conversation is over. */
  public static TurnReply sayAndEnd(String text) {
    return sayAndEnd(text, TerminationReason.AGENT_INITIATED);
  }

  /** Says this, and asks for the end, for this reason. */
  public static TurnReply sayAndEnd(String text, TerminationReason reason) {
    return builder(text).end(EndRequest.because(reason).triggeredBy(TriggeredBy.AGENT)).build();
  }

  /** The turn failed; the label is told to the caller, and null where there is none. */
  public static TurnReply failed(@Nullable String label) {
    return builder("").failed(label).build();
  }

  /** Begins an answer with what is said. */
  public static TurnReplyBuilder builder(String text) {
    return new TurnReplyBuilder(text);
  }

  /** Names no content. */
  @Override
  public String toString() {
    return "TurnReply[end=" + end + ", failed=" + failed + "]";
  }
}
