package dev.sessionlifecycle.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How urgent a session is; {@link #NORMAL} unless the caller says otherwise.
 *
 * <p>Source of the values: Feather API, operation "Close a v2 conversation".
 */
public enum Priority {
  /** Can wait. */
  LOW,
  /** The default. */
  NORMAL,
  /** Before others. */
  HIGH,
  /** Before all others. */
  URGENT;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store. */
  public String wire() {
    return wire;
  }

  /** The constant with exactly this wire value, if there is one. */
  public static Optional<Priority> fromWire(@Nullable String wire) {
    for (Priority constant : values()) {
      if (constant.wire.equals(wire)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
