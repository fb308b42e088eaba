package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.housekeeping.LimitScope;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.spi.rules.WarningRules;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes when the expiry sweep has to check a session next. */
final class LimitChecks {
  private LimitChecks() {}

  /** Returns after which time a session that enters this status is checked; empty for never. */
  static Optional<Duration> shortest(TimeLimits limits, SessionStatus status, LimitScope session) {
    return Stream.of(limits.idleLimit(status, session), limits.ageLimit(status, session))
        .flatMap(Optional::stream)
        .map(it -> WarningRules.firstCheckAfter(limits, it))
        .min(Duration::compareTo);
  }

  /** Returns the shortest such time of this status in any scope; empty for never. */
  static Optional<Duration> shortestOfAny(TimeLimits limits, SessionStatus status) {
    return limits.rules().stream()
        .filter(it -> it.status() == status && it.isLimiting())
        .map(it -> WarningRules.firstCheckAfter(limits, it.limit()))
        .min(Duration::compareTo);
  }
}
