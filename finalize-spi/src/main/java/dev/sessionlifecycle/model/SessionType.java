package dev.sessionlifecycle.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session is for. Test and simulation sessions run a shorter finalize chain.
 *
 * <p>Source of the values: Feather API, operation "Close a v2 conversation".
 */
public enum SessionType {
  /** A real conversation; the default. */
  LIVE,
  /** A test session. */
  TEST,
  /** A simulation: a machine plays the user. */
  SIMULATION;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store. */
  public String wire() {
    return wire;
  }

  /** The constant with exactly this wire value, if there is one. */
  public static Optional<SessionType> fromWire(@Nullable String wire) {
    for (SessionType constant : values()) {
      if (constant.wire.equals(wire)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
