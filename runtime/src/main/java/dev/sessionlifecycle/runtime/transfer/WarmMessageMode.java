package dev.sessionlifecycle.runtime.transfer;

import java.util.Locale;

/** How the person who takes a warm transfer is briefed. */
public enum WarmMessageMode {
  /** With a summary that the agent makes. */
  AI_SUMMARY,
  /** With the briefing template as it stands. */
  STATIC,
  /** With what the agent makes of the briefing template as its prompt. */
  PROMPT;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire, such as {@code ai_summary}. */
  public String wire() {
    return wire;
  }
}
