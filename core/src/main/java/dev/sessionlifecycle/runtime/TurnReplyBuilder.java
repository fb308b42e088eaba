package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds a {@link TurnReply}. Not thread-safe. */
public final class TurnReplyBuilder {
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

  TurnReplyBuilder(String text) {
    this.text = text;
  }

  /** Sets {@link TurnReply#end()}. */
  public TurnReplyBuilder end(EndRequest value) {
    this.end = value;
    return this;
  }

  /** Sets {@link TurnReply#handoff()}. */
  public TurnReplyBuilder handoff(Map<String, Object> value) {
    this.handoff = value;
    return this;
  }

  /** Sets {@link TurnReply#callTransfer()}. */
  public TurnReplyBuilder callTransfer(CallTransferIntent value) {
    this.callTransfer = value;
    return this;
  }

  /** Sets {@link TurnReply#dtmfInput()}. */
  public TurnReplyBuilder dtmfInput(DtmfInputSpec value) {
    this.dtmfInput = value;
    return this;
  }

  /** The turn failed, with this label; null where there is none. */
  public TurnReplyBuilder failed(@Nullable String why) {
    this.failed = true;
    this.label = why;
    return this;
  }

  /** Sets {@link TurnReply#producingAssistantId()}. */
  public TurnReplyBuilder producingAssistantId(UUID value) {
    this.producingAssistantId = value;
    return this;
  }

  /** Sets {@link TurnReply#modelUsed()}. */
  public TurnReplyBuilder modelUsed(String value) {
    this.modelUsed = value;
    return this;
  }

  /** Sets {@link TurnReply#tokenCount()}. */
  public TurnReplyBuilder tokenCount(Integer value) {
    this.tokenCount = value;
    return this;
  }

  /** Sets {@link TurnReply#latencyMs()}. */
  public TurnReplyBuilder latencyMs(Integer value) {
    this.latencyMs = value;
    return this;
  }

  /** The answer. */
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
