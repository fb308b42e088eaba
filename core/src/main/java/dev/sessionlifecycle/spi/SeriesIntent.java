package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * To count sessions by the time of their creation, in spans of equal length.
 *
 * @param organizationId the organization
 * @param filter which sessions; its bounds of creation are within {@code from} and {@code to}
 * @param from the beginning of the first span, to the microsecond
 * @param to the end of the last span, which may be shorter than the others
 * @param bucket the length of a span, in whole microseconds
 */
public record SeriesIntent(
    UUID organizationId, SessionFilter filter, Instant from, Instant to, Duration bucket) {
  /** Checks that nothing is missing. */
  public SeriesIntent {
    Validator.require("organization_id", organizationId);
    Validator.require("filter", filter);
    Validator.require("from", from);
    Validator.require("to", to);
    Validator.require("bucket", bucket);
  }

  /** Returns how many spans there are. */
  public int buckets() {
    long micros = ChronoUnit.MICROS.between(from, to);
    return (int) ((micros + bucketMicros() - 1) / bucketMicros());
  }

  /** Returns the length of a span in microseconds. */
  public long bucketMicros() {
    return bucket.toNanos() / 1_000;
  }

  /** Returns the place of the span with this time, which is not before the first. */
  public int bucketOf(Instant time) {
    return (int) (ChronoUnit.MICROS.between(from, time) / bucketMicros());
  }
}
