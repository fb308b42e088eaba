package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.runtime.transfer.DtmfInputSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of a turn, in the same form on every channel.
 *
 * <p>Follows {@code TurnResult} of the Feather API.
 *
 * @param sessionId the session; null only in a result built without one
 * @param messages what the assistant says: at least one message of a turn, none of an
 *     administrator's end
 * @param status the status of the runtime after the turn; on {@code end_requested} the caller ends
 *     the session
 * @param handoff where the handler hands off, in a format of the host; unmodifiable
 * @param callTransfer the transfer to carry out
 * @param dtmfInput how to collect digits from now on
 * @param sessionStatus the status of the session in the store, as on the wire
 * @param error why the turn failed; null if it did not
 * @param modelUsed the model; null if the turn called none
 * @param tokenCount the number of tokens; null if the turn called no model
 * @param latencyMs how long the model took in milliseconds; null if the turn called none
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
    Validator.require("status", status);
    messages = Validator.requireElements("messages", messages);
    handoff = handoff == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(handoff));
  }

  /** The result of ending a session: no messages, status {@code ended}. */
  public static TurnResult ended(UUID sessionId, @Nullable String sessionStatus) {
    Validator.require("session_id", sessionId);
    return builder(RuntimeStatus.ENDED).sessionId(sessionId).sessionStatus(sessionStatus).build();
  }

  /** Begins a result. */
  public static Builder builder(RuntimeStatus status) {
    Validator.require("status", status);
    return new Builder(status);
  }

  /** Contains the session and the status, never what was said. */
  @Override
  public String toString() {
    return "TurnResult[sessionId=" + sessionId + ", status=" + status + "]";
  }

  /** Builds a {@link TurnResult}. Not thread-safe. */
  public static final class Builder {
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

    private Builder(RuntimeStatus status) {
      this.status = status;
    }

    /** Sets {@link TurnResult#sessionId()}. */
    public Builder sessionId(@Nullable UUID value) {
      this.sessionId = value;
      return this;
    }

    /** Sets {@link TurnResult#messages()}. */
    public Builder messages(List<AssistantMessage> value) {
      Validator.require("messages", value);
      this.messages = value;
      return this;
    }

    /** Sets {@link TurnResult#handoff()}. */
    public Builder handoff(@Nullable Map<String, Object> value) {
      this.handoff = value;
      return this;
    }

    /** Sets {@link TurnResult#callTransfer()}. */
    public Builder callTransfer(@Nullable CallTransferIntent value) {
      this.callTransfer = value;
      return this;
    }

    /** Sets {@link TurnResult#dtmfInput()}. */
    public Builder dtmfInput(@Nullable DtmfInputSpec value) {
      this.dtmfInput = value;
      return this;
    }

    /** Sets {@link TurnResult#sessionStatus()}. */
    public Builder sessionStatus(@Nullable String value) {
      this.sessionStatus = value;
      return this;
    }

    /** Sets {@link TurnResult#error()}. */
    public Builder error(@Nullable String value) {
      this.error = value;
      return this;
    }

    /** Sets {@link TurnResult#modelUsed()}. */
    public Builder modelUsed(@Nullable String value) {
      this.modelUsed = value;
      return this;
    }

    /** Sets {@link TurnResult#tokenCount()}. */
    public Builder tokenCount(@Nullable Integer value) {
      this.tokenCount = value;
      return this;
    }

    /** Sets {@link TurnResult#latencyMs()}. */
    public Builder latencyMs(@Nullable Integer value) {
      this.latencyMs = value;
      return this;
    }

    /** Builds the result. */
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
}
