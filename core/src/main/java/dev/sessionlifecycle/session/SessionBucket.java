package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that were created in a span of time, for charts.
 *
 * @param from the beginning of the span, inclusive
 * @param to its end, exclusive
 * @param counts how many there are, by status, outcome and reason
 * @param medianDuration the duration that half of the ended ones do not exceed; null if none has
 *     ended
 * @param p95Duration the duration that 95 of a hundred of the ended ones do not exceed; null if
 *     none has ended
 */
public record SessionBucket(
    Instant from,
    Instant to,
    SessionCounts counts,
    @Nullable Duration medianDuration,
    @Nullable Duration p95Duration) {
  /** Checks that nothing required is missing. */
  public SessionBucket {
    Validator.require("from", from);
    Validator.require("to", to);
    Validator.require("counts", counts);
  }
}
