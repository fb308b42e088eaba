package dev.sessionlifecycle.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who wrote or spoke a message. Only {@link #USER} messages make a user engaged. */
public enum MessageRole {
  /** The end user. */
  USER,
  /** The automated agent, or the human who took over from it. */
  AGENT,
  /** The platform: notices, prompts. */
  SYSTEM,
  /** The result of a tool that the agent called. */
  TOOL;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store. */
  public String wire() {
    return wire;
  }

  /** Reads a stored value. Never throws: returns {@link #SYSTEM} for an unknown value. */
  public static MessageRole fromWire(@Nullable String wire) {
    for (MessageRole role : values()) {
      if (role.wire.equals(wire)) {
        return role;
      }
    }
    return SYSTEM;
  }
}
