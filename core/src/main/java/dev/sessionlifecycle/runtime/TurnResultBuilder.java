package dev.sessionlifecycle.runtime;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds a {@link TurnResult}. Not thread-safe. */
public final class TurnResultBuilder {
  private final RuntimeStatus status;
  private @Nullable UUID sessionId;
  private List<AssistantMessage> messages = List.of();
  private @Nullable Map<String, Object> handoff;
  private @Nullable CallTransferIntent callTransfer;
  private @Nullable DtmfInputSpec dtmfInput;
  private @Nullable String sessionStatus;
  private @Nullable String error;
  private @Nullable String modelUsed;
  private @Nullable Integer tokenCount;
  private @Nullable Integer latencyMs;

  TurnResultBuilder(RuntimeStatus status) {
    this.status = status;
  }

  /** Sets {@link TurnResult#sessionId()}. */
  public TurnResultBuilder sessionId(@Nullable UUID value) {
    this.sessionId = value;
    return this;
  }

  /** Sets {@link TurnResult#messages()}. */
  public TurnResultBuilder messages(List<AssistantMessage> value) {
    this.messages = value;
    return this;
  }

  /** Sets {@link TurnResult#handoff()}. */
  public TurnResultBuilder handoff(@Nullable Map<String, Object> value) {
    this.handoff = value;
    return this;
  }

  /** Sets {@link TurnResult#callTransfer()}. */
  public TurnResultBuilder callTransfer(@Nullable CallTransferIntent value) {
    this.callTransfer = value;
    return this;
  }

  /** Sets {@link TurnResult#dtmfInput()}. */
  public TurnResultBuilder dtmfInput(@Nullable DtmfInputSpec value) {
    this.dtmfInput = value;
    return this;
  }

  /** Sets {@link TurnResult#sessionStatus()}. */
  public TurnResultBuilder sessionStatus(@Nullable String value) {
    this.sessionStatus = value;
    return this;
  }

  /** Sets {@link TurnResult#error()}. */
  public TurnResultBuilder error(@Nullable String value) {
    this.error = value;
    return this;
  }

  /** Sets {@link TurnResult#modelUsed()}. */
  public TurnResultBuilder modelUsed(@Nullable String value) {
    this.modelUsed = value;
    return this;
  }

  /** Sets {@link TurnResult#tokenCount()}. */
  public TurnResultBuilder tokenCount(@Nullable Integer value) {
    this.tokenCount = value;
    return this;
  }

  /** Sets {@link TurnResult#latencyMs()}. */
  public TurnResultBuilder latencyMs(@Nullable Integer value) {
    this.latencyMs = value;
    return this;
  }

  /** The result. */
  public TurnResult build() {
    return new TurnResult(
        sessionId,
        messages,
        status,
        handoff,
        callTransfer,
        dtmfInput,
        sessionStatus,
        error,
        modelUsed,
        tokenCount,
        latencyMs);
  }
}
