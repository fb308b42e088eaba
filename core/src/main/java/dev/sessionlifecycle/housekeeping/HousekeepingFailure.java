package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failure of housekeeping, without content.
 *
 * @param sweep {@code live} for the sweep over live sessions, {@code ended} for that over ended
 *     ones, {@code due} for a call of {@link Housekeeping#runDue}
 * @param at when it failed, by the business clock
 * @param error the class name of what was thrown
 * @param code the code of an error of the library, such as {@code store_failed}
 * @param sqlState the SQLSTATE that the database reported
 * @param text the error in words: the class name, and for an error of the library its message
 * @param consecutive how often the sweep has failed since it last succeeded in this run, this time
 *     included
 */
public record HousekeepingFailure(
    String sweep,
    Instant at,
    String error,
    @Nullable String code,
    @Nullable String sqlState,
    String text,
    int consecutive) {
  /** Checks that nothing required is missing. */
  public HousekeepingFailure {
    Validator.require("sweep", sweep);
    Validator.require("at", at);
    Validator.require("error", error);
    Validator.require("text", text);
  }
}
