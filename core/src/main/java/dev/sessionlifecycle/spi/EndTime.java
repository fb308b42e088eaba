package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;

/**
 * When a conversation ended. Whatever it says, {@code ended_at} is clamped to lie between the
 * session's start and its {@code closed_at}.
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

  /** At the last message, or at the start where there is none. */
  record LastActivity() implements EndTime {}
}
