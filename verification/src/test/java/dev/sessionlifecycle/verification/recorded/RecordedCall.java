package dev.sessionlifecycle.verification.recorded;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call as the caller saw it.
 *
 * @param organizationId on behalf of whom
 * @param sessionId about which session
 * @param fact what was answered
 * @param start when it was made, in nanoseconds of one clock
 * @param end when the answer was there
 */
record RecordedCall(UUID organizationId, UUID sessionId, Fact fact, long start, long end) {

  /** Whether it was over before another was made. */
  boolean isBefore(RecordedCall other) {
    return end < other.start;
  }

  /** What was answered. */
  sealed interface Fact {}

  /** Has ended, by this caller or an earlier one; {@code by}: whose end the answer shows. */
  record Ended(String by, boolean won) implements Fact {}

  /** A message was taken. */
  record Appended(UUID message) implements Fact {}

  /** Was changed from one version to the next. */
  record Updated(long from, long to, String subject) implements Fact {}

  /** Was refused, since the version was another. */
  record Conflict() implements Fact {}

  /** Was read; {@code endedBy}: null while it is live. */
  record Seen(UUID organization, long version, @Nullable String endedBy) implements Fact {}

  /** The organizations of what was listed. */
  record Listed(Set<UUID> organizations) implements Fact {}

  /** There is no such session. */
  record Missing() implements Fact {}
}
