package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the time limits of a live session are announced, and when a sweep has to look at it for
 * that: pure functions.
 */
public final class WarningRules {

  private WarningRules() {}

  /** The limits that have to be announced at this time: within the warning and not passed yet. */
  public static List<Expiry.At> due(TimeLimits limits, Session session, Instant storeNow) {
    if (limits.warnBefore().isZero()) {
      return List.of();
    }
    return limits.explainAll(session).stream()
        .filter(it -> isAnnounced(limits, it.after()))
        .filter(it -> it.at().isAfter(storeNow))
        .filter(it -> !it.at().minus(limits.warnBefore()).isAfter(storeNow))
        .toList();
  }

  /**
   * When a sweep has to look at a session again, having looked at it at this time; empty for never.
   *
   * <p>After an idle limit was announced, activity may move it, and its next announcement is due at
   * the earliest when the difference between limit and warning has passed.
   */
  public static Optional<Instant> nextCheck(TimeLimits limits, Session session, Instant storeNow) {
    return limits.explainAll(session).stream()
        .flatMap(
            it ->
                isAnnounced(limits, it.after())
                    ? Stream.of(it.at(), announcement(limits, it, storeNow))
                    : Stream.of(it.at()))
        .min(Instant::compareTo);
  }

  private static Instant announcement(TimeLimits limits, Expiry.At limit, Instant storeNow) {
    Instant first = limit.at().minus(limits.warnBefore());
    if (first.isAfter(storeNow)) {
      return first;
    }
    return limit.limit() == LimitKind.IDLE
        ? storeNow.plus(firstCheckAfter(limits, limit.after()))
        : limit.at();
  }

  /** After which time a sweep has to look at a session with a limit that begins now. */
  public static Duration firstCheckAfter(TimeLimits limits, Duration limit) {
    return isAnnounced(limits, limit) ? limit.minus(limits.warnBefore()) : limit;
  }

  private static boolean isAnnounced(TimeLimits limits, Duration limit) {
    return !limits.warnBefore().isZero() && limit.compareTo(limits.warnBefore()) > 0;
  }
}
