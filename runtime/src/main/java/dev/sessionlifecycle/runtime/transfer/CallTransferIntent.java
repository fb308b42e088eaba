package dev.sessionlifecycle.runtime.transfer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call transfer with everything resolved. The voice host carries it out after the turn, see
 * {@code SessionRuntime.pendingTransfer()}.
 *
 * <p>Follows {@code CallTransferIntent} of the Feather API.
 *
 * @param destination the target, such as a SIP address or a number
 * @param mode cold unless set
 * @param label the name of the destination in the configuration
 * @param connectingText spoken before the transfer
 * @param reason why the call is transferred
 * @param warmDestinations further destinations of a warm transfer; none unless set
 * @param maxRetries how many times a failed transfer is retried: 0 to 5, default 1
 * @param retryText spoken before a retry: at most 500 code points
 * @param onFailure what to do if the transfer fails
 * @param warm the settings of a warm transfer
 * @param warmOverrides settings of this destination that replace those of {@code warm}
 */
public record CallTransferIntent(
    String destination,
    TransferMode mode,
    @Nullable String label,
    @Nullable String connectingText,
    @Nullable String reason,
    List<String> warmDestinations,
    int maxRetries,
    @Nullable String retryText,
    @Nullable String onFailure,
    @Nullable WarmTransferConfig warm,
    @Nullable WarmTransferTargetOverride warmOverrides) {

  /**
   * Checks every bound and copies the list.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException with every violation
   */
  public CallTransferIntent {
    Validator validator = new Validator();
    validator.present("destination", destination);
    validator.present("mode", mode);
    validator.present("warm_destinations", warmDestinations);
    validator.range("max_retries", maxRetries, 0, 5);
    validator.text("retry_text", retryText, 500);
    validator.throwIfInvalid();
    warmDestinations = List.copyOf(warmDestinations);
  }

  /** A cold transfer to this destination. */
  public static CallTransferIntent to(String destination) {
    return builder(destination).build();
  }

  /** Begins a transfer to this destination. */
  public static Builder builder(String destination) {
    Validator.require("destination", destination);
    return new Builder(destination);
  }

  /**
   * Returns the settings of a warm transfer to this destination: {@link #warmOverrides()} first,
   * then {@link #warm()}, then the defaults.
   */
  public WarmTransferConfig resolvedWarm() {
    return (warm == null ? WarmTransferConfig.defaults() : warm).with(warmOverrides);
  }

  /** Contains the mode only, never the destination or a text. */
  @Override
  public String toString() {
    return "CallTransferIntent[mode=" + mode + "]";
  }

  /** Builds a {@link CallTransferIntent}. Not thread-safe. */
  public static final class Builder {
    private final String destination;
    private TransferMode mode = TransferMode.COLD;
    private @Nullable String label;
    private @Nullable String connectingText;
    private @Nullable String reason;
    private List<String> warmDestinations = List.of();
    private int maxRetries = 1;
    private @Nullable String retryText;
    private @Nullable String onFailure;
    private @Nullable WarmTransferConfig warm;
    private @Nullable WarmTransferTargetOverride warmOverrides;

    private Builder(String destination) {
      this.destination = destination;
    }

    /** Sets {@link CallTransferIntent#mode()}. */
    public Builder mode(TransferMode value) {
      Validator.require("mode", value);
      this.mode = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#label()}. */
    public Builder label(String value) {
      Validator.require("label", value);
      this.label = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#connectingText()}. */
    public Builder connectingText(String value) {
      Validator.require("connecting_text", value);
      this.connectingText = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#reason()}. */
    public Builder reason(String value) {
      Validator.require("reason", value);
      this.reason = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#warmDestinations()}. */
    public Builder warmDestinations(List<String> value) {
      Validator.require("warm_destinations", value);
      this.warmDestinations = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#maxRetries()}. */
    public Builder maxRetries(int value) {
      this.maxRetries = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#retryText()}. */
    public Builder retryText(String value) {
      Validator.require("retry_text", value);
      this.retryText = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#onFailure()}. */
    public Builder onFailure(String value) {
      Validator.require("on_failure", value);
      this.onFailure = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#warm()}. */
    public Builder warm(WarmTransferConfig value) {
      Validator.require("warm", value);
      this.warm = value;
      return this;
    }

    /** Sets {@link CallTransferIntent#warmOverrides()}. */
    public Builder warmOverrides(WarmTransferTargetOverride value) {
      Validator.require("warm_overrides", value);
      this.warmOverrides = value;
      return this;
    }

    /**
     * Builds the transfer.
     *
     * @throws dev.sessionlifecycle.errors.InvalidInputException with every violation
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
}
