package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.internal.Door;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer of the call, resolved and ready: the voice host carries it out after the turn, see
 * {@code SessionRuntime.pendingTransfer()}.
 *
 * <p>Source: {@code CallTransferIntent} of the Feather API.
 *
 * @param destination to whom: a SIP address, a number
 * @param mode cold unless set
 * @param label the name of the destination in the configuration
 * @param connectingText said before the transfer
 * @param reason why
 * @param warmDestinations further destinations of a warm transfer; none unless set
 * @param maxRetries how often it is tried again: 0 to 5, default 1
 * @param retryText said before another try: at most 500 code points
 * @param onFailure what to do where it fails
 * @param warm how a warm transfer goes about it
 * @param warmOverrides what this destination sets in its own way
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

  static final int DEFAULT_RETRIES = 1;

  /**
   * Checks every bound and copies the list.
   *
   * @throws dev.sessionlifecycle.InvalidInputException for all that is out of bounds at once
   */
  public CallTransferIntent {
    Door door = new Door();
    door.present("destination", destination);
    door.present("mode", mode);
    door.present("warm_destinations", warmDestinations);
    door.range("max_retries", maxRetries, 0, 5);
    door.text("retry_text", retryText, 500);
    door.close();
    warmDestinations = List.copyOf(warmDestinations);
  }

  /** A cold transfer to this destination. */
  public static CallTransferIntent to(String destination) {
    return builder(destination).build();
  }

  /** Begins a transfer to this destination. */
  public static CallTransferIntentBuilder builder(String destination) {
    return new CallTransferIntentBuilder(destination);
  }

  /**
   * How a warm transfer to this destination goes about it: its own settings before those of {@link
   * #warm()}, and these before the defaults.
   */
  public WarmTransferConfig resolvedWarm() {
    return (warm == null ? WarmTransferConfig.defaults() : warm).with(warmOverrides);
  }

  /** Names the mode, never the destination or a text. */
  @Override
  public String toString() {
    return "CallTransferIntent[mode=" + mode + "]";
  }
}
