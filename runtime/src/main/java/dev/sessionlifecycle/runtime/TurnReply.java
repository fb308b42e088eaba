package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.runtime.transfer.DtmfInputSpec;
import dev.sessionlifecycle.session.TriggeredBy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The reply of a handler. A policy violation is not a failure: the handler replies with a text.
 *
 * @param text what the assistant says; empty for a silent turn. NUL is left out of it, and a lone
 *     surrogate replaced by U+FFFD; a text over the limit of a message (64 KiB) is stored as
 *     several
 * @param end requests the end of the session, and says why; null for no end. One that no session
 *     can take (a blank {@code triggeredBy}) is not kept: the turn's error is {@code invalid_end}
 * @param handoff where to hand off, in a format of the host
 * @param callTransfer the transfer of the call to carry out
 * @param dtmfInput how to collect digits from now on
 * @param failed whether the turn failed
 * @param label why it failed, such as {@code unknown_node_type}; {@code max_steps_exceeded} if a
 *     failed turn has none
 * @param producingAssistantId the assistant that produced the text
 * @param modelUsed the model; null if none was called
 * @param tokenCount the number of tokens; null if no model was called
 * @param latencyMs how long the model took in milliseconds; null if none was called
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
    Validator.require("text", text);
    handoff = handoff == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(handoff));
  }

  /** A reply with this text. */
  public static TurnReply say(String text) {
    return builder(text).build();
  }

  /** A reply that says nothing, as where a human talks with the user. */
  public static TurnReply silent() {
    return say("");
  }

  /** A reply with this text that requests the end, with the reason {@code agent_initiated}. */
  public static TurnReply sayAndEnd(String text) {
    return sayAndEnd(text, TerminationReason.AGENT_INITIATED);
  }

  /** A reply with this text that requests the end for this reason. */
  public static TurnReply sayAndEnd(String text, TerminationReason reason) {
    return builder(text).end(EndRequest.because(reason).withTriggeredBy(TriggeredBy.AGENT)).build();
  }

  /** A reply that marks the turn as failed, with a label for the caller; null for none. */
  public static TurnReply failed(@Nullable String label) {
    return builder("").failed(label).build();
  }

  /** Begins a reply with this text. */
  public static Builder builder(String text) {
    Validator.require("builder", text);
    return new Builder(text);
  }

  /** Contains no content. */
  @Override
  public String toString() {
    return "TurnReply[end=" + end + ", failed=" + failed + "]";
  }

  /** Builds a {@link TurnReply}. Not thread-safe. */
  public static final class Builder {
    private final String text;
    private @Nullable EndRequest end;
    private @Nullable Map<String, Object> handoff;
    private @Nullable CallTransferIntent callTransfer;
    private @Nullable DtmfInputSpec dtmfInput;
    private boolean failed;
    private @Nullable String label;
    private @Nullable UUID producingAssistantId;
    private @Nullable String modelUsed;
    private @Nullable Integer tokenCount;
    private @Nullable Integer latencyMs;

    private Builder(String text) {
      this.text = text;
    }

    /** Sets {@link TurnReply#end()}. */
    public Builder end(EndRequest value) {
      Validator.require("end", value);
      this.end = value;
      return this;
    }

    /** Sets {@link TurnReply#handoff()}. */
    public Builder handoff(Map<String, Object> value) {
      Validator.require("handoff", value);
      this.handoff = value;
      return this;
    }

    /** Sets {@link TurnReply#callTransfer()}. */
    public Builder callTransfer(CallTransferIntent value) {
      Validator.require("call_transfer", value);
      this.callTransfer = value;
      return this;
    }

    /** Sets {@link TurnReply#dtmfInput()}. */
    public Builder dtmfInput(DtmfInputSpec value) {
      Validator.require("dtmf_input", value);
      this.dtmfInput = value;
      return this;
    }

    /** Marks the turn as failed, with this label; null for none. */
    public Builder failed(@Nullable String why) {
      this.failed = true;
      this.label = why;
      return this;
    }

    /** Sets {@link TurnReply#producingAssistantId()}. */
    public Builder producingAssistantId(UUID value) {
      Validator.require("producing_assistant_id", value);
      this.producingAssistantId = value;
      return this;
    }

    /** Sets {@link TurnReply#modelUsed()}. */
    public Builder modelUsed(String value) {
      Validator.require("model_used", value);
      this.modelUsed = value;
      return this;
    }

    /** Sets {@link TurnReply#tokenCount()}. */
    public Builder tokenCount(Integer value) {
      Validator.require("token_count", value);
      this.tokenCount = value;
      return this;
    }

    /** Sets {@link TurnReply#latencyMs()}. */
    public Builder latencyMs(Integer value) {
      Validator.require("latency_ms", value);
      this.latencyMs = value;
      return this;
    }

    /** Builds the reply. */
    public TurnReply build() {
      return new TurnReply(
          text,
          end,
          handoff,
          callTransfer,
          dtmfInput,
          failed,
          label,
          producingAssistantId,
          modelUsed,
          tokenCount,
          latencyMs);
    }
  }
}
