package dev.sessionlifecycle.runtime;

import java.util.Locale;

/** What is said to the one who takes a warm transfer. */
public enum WarmMessageMode {
  /** A summary that the agent makes. */
  AI_SUMMARY,
  /** The briefing template as it stands. */
  STATIC,
  /** What the agent says to the briefing template as its prompt. */
  PROMPT;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire, such as {@code ai_summary}. */
  public String wire() {
    return wire;
  }
}
