package dev.sessionlifecycle.runtime.transfer;

import java.util.Locale;

/** How a call is transferred. */
public enum TransferMode {
  /** At once, without a briefing. */
  COLD,
  /** After the person who takes the call has been briefed. */
  WARM;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire. */
  public String wire() {
    return wire;
  }
}
