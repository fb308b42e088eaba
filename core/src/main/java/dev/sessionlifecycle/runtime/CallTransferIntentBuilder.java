package dev.sessionlifecycle.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link CallTransferIntent}. Not thread-safe. */
public final class CallTransferIntentBuilder {
  private final String destination;
  private TransferMode mode = TransferMode.COLD;
  private @Nullable String label;
  private @Nullable String connectingText;
  private @Nullable String reason;
  private List<String> warmDestinations = List.of();
  private int maxRetries = CallTransferIntent.DEFAULT_RETRIES;
  private @Nullable String retryText;
  private @Nullable String onFailure;
  private @Nullable WarmTransferConfig warm;
  private @Nullable WarmTransferTargetOverride warmOverrides;

  CallTransferIntentBuilder(String destination) {
    this.destination = destination;
  }

  /** Sets {@link CallTransferIntent#mode()}. */
  public CallTransferIntentBuilder mode(TransferMode value) {
    this.mode = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#label()}. */
  public CallTransferIntentBuilder label(String value) {
    this.label = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#connectingText()}. */
  public CallTransferIntentBuilder connectingText(String value) {
    this.connectingText = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#reason()}. */
  public CallTransferIntentBuilder reason(String value) {
    this.reason = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#warmDestinations()}. */
  public CallTransferIntentBuilder warmDestinations(List<String> value) {
    this.warmDestinations = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#maxRetries()}. */
  public CallTransferIntentBuilder maxRetries(int value) {
    this.maxRetries = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#retryText()}. */
  public CallTransferIntentBuilder retryText(String value) {
    this.retryText = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#onFailure()}. */
  public CallTransferIntentBuilder onFailure(String value) {
    this.onFailure = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#warm()}. */
  public CallTransferIntentBuilder warm(WarmTransferConfig value) {
    this.warm = value;
    return this;
  }

  /** Sets {@link CallTransferIntent#warmOverrides()}. */
  public CallTransferIntentBuilder warmOverrides(WarmTransferTargetOverride value) {
    this.warmOverrides = value;
    return this;
  }

  /**
   * The transfer.
   *
   * @throws dev.sessionlifecycle.InvalidInputException for all that is out of bounds at once
   */
  public CallTransferIntent build() {
    return new CallTransferIntent(
        destination,
        mode,
        label,
        connectingText,
        reason,
        warmDestinations,
        maxRetries,
        retryText,
        onFailure,
        warm,
        warmOverrides);
  }
}
