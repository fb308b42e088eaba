package dev.sessionlifecycle.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a session turned out: a pure function of its termination reason and of whether the user was
 * engaged, see {@link TerminationReason#outcome(boolean)}.
 */
public enum OutcomeCategory {
  /** Success was explicitly reported; never inferred. */
  RESOLVED,
  /** It ended without an asserted success. */
  UNRESOLVED,
  /** The user gave up, or never engaged before leaving. */
  ABANDONED,
  /** Someone else took over. */
  ESCALATED,
  /** The other party was never reached. */
  UNREACHED,
  /** A technical failure ended it. */
  FAILED,
  /** Another session took its place. */
  DISPLACED,
  /** No outcome is known. */
  UNKNOWN;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store, such as {@code resolved}. */
  public String wire() {
    return wire;
  }

  /** Reads a stored value. Never throws: returns {@link #UNKNOWN} for an unknown value. */
  public static OutcomeCategory fromWire(@Nullable String wire) {
    for (OutcomeCategory category : values()) {
      if (category.wire.equals(wire)) {
        return category;
      }
    }
    return UNKNOWN;
  }
}
