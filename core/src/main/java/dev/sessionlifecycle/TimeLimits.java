package dev.sessionlifecycle;

import dev.sessionlifecycle.model.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a session may stay as it is: an idle limit for active sessions, and an age for each live
 * status. Immutable: each method answers a changed copy.
 *
 * <p>Idleness counts from the last activity. Age counts from when the status was entered; for an
 * active session from when it was first active, so that a pause does not prolong a call. Zero is
 * never.
 *
 * <p>Defaults: queued 1 h, ringing 5 min, paused and transferred 24 h, waiting for a human and
 * awaiting approval 7 d; active on the channel {@code voice} 5 min idle and 4 h of age, on any
 * other 24 h idle and 30 d of age.
 */
public final class TimeLimits {
  private static final TimeLimits NONE = new TimeLimits(Map.of(), Map.of());
  private static final TimeLimits DEFAULTS =
      NONE.age(SessionStatus.QUEUED, Duration.ofHours(1))
          .age(SessionStatus.RINGING, Duration.ofMinutes(5))
          .age(SessionStatus.PAUSED, Duration.ofHours(24))
          .age(SessionStatus.TRANSFERRED, Duration.ofHours(24))
          .age(SessionStatus.WAITING_FOR_HUMAN, Duration.ofDays(7))
          .age(SessionStatus.AWAITING_APPROVAL, Duration.ofDays(7))
          .age(SessionStatus.ACTIVE, Duration.ofDays(30))
          .age(SessionStatus.ACTIVE, "voice", Duration.ofHours(4))
          .idle(Duration.ofHours(24))
          .idle("voice", Duration.ofMinutes(5));

  /** A status, and a channel or none for all. */
  private record Key(SessionStatus status, @Nullable String channel) {}

  private final Map<Key, Duration> ages;
  private final Map<Key, Duration> idles;

  private TimeLimits(Map<Key, Duration> ages, Map<Key, Duration> idles) {
    this.ages = ages;
    this.idles = idles;
  }

  /** The limits named above. */
  public static TimeLimits defaults() {
    return DEFAULTS;
  }

  /** No limits: a session stays until somebody ends it. */
  public static TimeLimits none() {
    return NONE;
  }

  /** The same with this age for a live status, on channels that have no age of their own. */
  public TimeLimits age(SessionStatus status, Duration limit) {
    return new TimeLimits(with(ages, status, null, limit), idles);
  }

  /** The same with this age for a live status on one channel. */
  public TimeLimits age(SessionStatus status, String channel, Duration limit) {
    return new TimeLimits(with(ages, status, Objects.requireNonNull(channel), limit), idles);
  }

  /** The same with this idle limit of active sessions, on channels that have none of their own. */
  public TimeLimits idle(Duration limit) {
    return new TimeLimits(ages, with(idles, SessionStatus.ACTIVE, null, limit));
  }

  /** The same with this idle limit of active sessions on one channel. */
  public TimeLimits idle(String channel, Duration limit) {
    return new TimeLimits(
        ages, with(idles, SessionStatus.ACTIVE, Objects.requireNonNull(channel), limit));
  }

  private static Map<Key, Duration> with(
      Map<Key, Duration> limits, SessionStatus status, @Nullable String channel, Duration limit) {
    if (!status.isLive()) {
      throw new IllegalArgumentException("a session that is " + status.wire() + " has no limits");
    }
    if (limit.isNegative()) {
      throw new IllegalArgumentException("a limit must not be negative; zero is never");
    }
    Map<Key, Duration> changed = new HashMap<>(limits);
    changed.put(new Key(status, channel), limit);
    return Map.copyOf(changed);
  }

  /** How old a session of this status may become on this channel; empty for any age. */
  public Optional<Duration> ageLimit(SessionStatus status, String channel) {
    return find(ages, status, channel);
  }

  /** How long a session of this status may be idle on this channel; empty for ever. */
  public Optional<Duration> idleLimit(SessionStatus status, String channel) {
    return find(idles, status, channel);
  }

  private static Optional<Duration> find(
      Map<Key, Duration> limits, SessionStatus status, String channel) {
    Duration own = limits.get(new Key(status, channel));
    Duration limit = own != null ? own : limits.get(new Key(status, null));
    return Optional.ofNullable(limit).filter(it -> !it.isZero());
  }

  /** The shorter of the two limits of a status; empty where it has none. */
  public Optional<Duration> shortest(SessionStatus status, String channel) {
    return Stream.of(idleLimit(status, channel), ageLimit(status, channel))
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  /** The shortest limit that this status has on any channel; empty where it has none. */
  public Optional<Duration> shortestOfAnyChannel(SessionStatus status) {
    return Stream.concat(ages.entrySet().stream(), idles.entrySet().stream())
        .filter(limit -> limit.getKey().status() == status && !limit.getValue().isZero())
        .map(Map.Entry::getValue)
        .min(Duration::compareTo);
  }

  /** When a limit ends this session unless something happens first; empty for never. */
  public Optional<Instant> nextDeadline(Session session) {
    SessionStatus status = session.status();
    Instant activatedAt = session.activatedAt();
    Instant bornAt =
        status == SessionStatus.ACTIVE && activatedAt != null ? activatedAt : session.statusSince();
    return Stream.of(
            idleLimit(status, session.channel()).flatMap(it -> add(session.lastActivityAt(), it)),
            ageLimit(status, session.channel()).flatMap(it -> add(bornAt, it)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Empty where the sum lies beyond every time that is taken: that is never. */
  private static Optional<Instant> add(Instant from, Duration limit) {
    Duration room = Duration.between(from, Limits.MAX_TIME);
    return limit.compareTo(room) > 0 ? Optional.empty() : Optional.of(from.plus(limit));
  }
}
