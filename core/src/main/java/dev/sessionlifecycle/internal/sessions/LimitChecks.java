package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.housekeeping.LimitScope;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes when the expiry sweep has to check a session next. */
final class LimitChecks {
  private LimitChecks() {}

  /** Returns the shorter of the two limits of a session in this status; empty if it has none. */
  static Optional<Duration> shortest(TimeLimits limits, SessionStatus status, LimitScope session) {
    return Stream.of(limits.idleLimit(status, session), limits.ageLimit(status, session))
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  /** Returns the shortest limit of this status in any scope; empty if it has none. */
  static Optional<Duration> shortestOfAny(TimeLimits limits, SessionStatus status) {
    return limits.rules().stream()
        .filter(it -> it.status() == status && it.isLimiting())
        .map(TimeLimits.Rule::limit)
        .min(Duration::compareTo);
  }
}
