package dev.sessionlifecycle.verification.recorded;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call as its caller saw it.
 *
 * @param organizationId the organization on whose behalf it was made
 * @param sessionId the session it was about
 * @param fact its result
 * @param start when it was made, in nanoseconds of one clock
 * @param end when the result was returned
 */
record RecordedCall(UUID organizationId, UUID sessionId, Fact fact, long start, long end) {

  /** Whether it was over before the other was made. */
  boolean isBefore(RecordedCall other) {
    return end < other.start;
  }

  /** The result of a call. */
  sealed interface Fact {}

  /**
   * The session has ended, by this caller or an earlier one; {@code by} is the caller whose end the
   * result shows.
   */
  record Ended(String by, boolean won) implements Fact {}

  /** A message was stored. */
  record Appended(UUID message) implements Fact {}

  /** The session was changed from one version to the next. */
  record Updated(long from, long to, String subject) implements Fact {}

  /** The update was refused because the version differed. */
  record Conflict() implements Fact {}

  /** The session was read; {@code endedBy} is null while it is live. */
  record Seen(UUID organization, long version, @Nullable String endedBy) implements Fact {}

  /** The organizations of what was listed. */
  record Listed(Set<UUID> organizations) implements Fact {}

  /** The session does not exist. */
  record Missing() implements Fact {}
}
