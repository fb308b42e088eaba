package dev.sessionlifecycle.runtime;

import java.util.Locale;

/** How a call is handed over. */
public enum TransferMode {
  /** At once, without a word to who takes it. */
  COLD,
  /** Who takes it is briefed first. */
  WARM;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire. */
  public String wire() {
    return wire;
  }
}
