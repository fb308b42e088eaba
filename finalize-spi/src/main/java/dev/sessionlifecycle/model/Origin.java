package dev.sessionlifecycle.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which side began a session.
 *
 * <p>Source of the values: Feather API, operation "Close a v2 conversation".
 */
public enum Origin {
  /** Inbound: the end user made contact. */
  INBOUND,
  /** Outbound: the end user was contacted. */
  OUTBOUND;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store. */
  public String wire() {
    return wire;
  }

  /** The constant with exactly this wire value, if there is one. */
  public static Optional<Origin> fromWire(@Nullable String wire) {
    for (Origin constant : values()) {
      if (constant.wire.equals(wire)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
