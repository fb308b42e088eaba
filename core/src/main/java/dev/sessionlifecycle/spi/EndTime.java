package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;

/**
 * When a conversation ended. Whatever it says, {@code ended_at} is clamped: never before the
 * session's start or its last message, and never after its {@code closed_at}.
 */
public sealed interface EndTime {

  /** When the end is recorded: {@code closed_at}. */
  record Now() implements EndTime {}

  /** At this time, as reported. */
  record Reported(Instant at) implements EndTime {
    /** Checks that nothing is missing. */
    public Reported {
      Validator.require("at", at);
    }
  }

  /** At the last sign of life: the last activity or the last message, whichever is later. */
  record LastActivity() implements EndTime {}
}
