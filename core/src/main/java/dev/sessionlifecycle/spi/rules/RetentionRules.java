package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When retention has to look at a closed session, and until when it keeps it. */
public final class RetentionRules {
  private RetentionRules() {}

  /**
   * How long after its end a session has to be looked at first: to be archived or anonymized, or
   * because its retention period is over; empty for never.
   */
  public static Optional<Duration> firstCheckAfter(RetentionPolicy policy, Session ended) {
    return earlier(keep(policy, ended), firstStageAfter(policy));
  }

  /**
   * How long after its end a session has to be looked at that is kept for ever: to be archived or
   * anonymized; empty for never.
   */
  public static Optional<Duration> firstStageAfter(RetentionPolicy policy) {
    return earlier(policy.archiveAfter(), policy.anonymizeAfter());
  }

  /**
   * Until when a closed session is kept under another policy, counted from its end by the store's
   * clock; null for ever.
   *
   * @param mayShorten whether it may be kept for a shorter time than was recorded
   */
  public static @Nullable Instant recalculated(
      Session ended, RetentionPolicy policy, boolean mayShorten) {
    Instant before = ended.retentionExpiresAt();
    Instant until = keep(policy, ended).map(ended.statusSince()::plus).orElse(null);
    if (mayShorten || until == null) {
      return until;
    }
    return before == null || before.isAfter(until) ? before : until;
  }

  /** Whether an ended session that was stamped again has to be looked at at another time. */
  public static boolean isRetimed(Session before, Session after) {
    return !Objects.equals(before.retentionExpiresAt(), after.retentionExpiresAt())
        || !Objects.equals(before.archivedAt(), after.archivedAt());
  }

  /**
   * When a closed session that is kept until this time has to be looked at next; null for never.
   */
  public static @Nullable Instant nextCheck(
      Session ended, RetentionPolicy policy, @Nullable Instant keptUntil) {
    Optional<Instant> stage = earlier(policy.archiveAt(ended), policy.anonymizeAt(ended));
    return earlier(stage, Optional.ofNullable(keptUntil)).orElse(null);
  }

  private static <T extends Comparable<T>> Optional<T> earlier(Optional<T> one, Optional<T> other) {
    boolean isOther = one.isEmpty() || (other.isPresent() && other.get().compareTo(one.get()) < 0);
    return isOther ? other : one;
  }

  private static Optional<Duration> keep(RetentionPolicy policy, Session ended) {
    return policy.keep(
        Objects.requireNonNull(ended.outcome(), "outcome"), ended.channel(), ended.sessionType());
  }
}
