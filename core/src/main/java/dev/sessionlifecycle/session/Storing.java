package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much of a conversation is stored. Chosen when a session is opened; never changes. */
public enum Storing {
  /** Everything, as it is given. The default. */
  FULL,
  /** Texts without personal data: they are scrubbed before they are first written. */
  SCRUBBED_ON_WRITE,
  /** No texts at all: only how many messages there were, from whom and when. */
  FACTS_ONLY;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store, such as {@code facts_only}. */
  public String wire() {
    return wire;
  }

  /**
   * Returns the mode of a stored value: {@link #FULL} for none, and {@link #FACTS_ONLY}, the
   * strictest, for one that a newer version of the library wrote.
   */
  public static Storing fromWire(@Nullable String stored) {
    if (stored == null) {
      return FULL;
    }
    for (Storing each : values()) {
      if (each.wire.equals(stored)) {
        return each;
      }
    }
    return FACTS_ONLY;
  }

  /** Returns the mode of both that stores less. */
  public Storing stricter(Storing other) {
    return Validator.require("other", other).compareTo(this) > 0 ? other : this;
  }
}
