package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a session may stay as it is: an idle limit for active sessions, and an age for each live
 * status; for all sessions, or for a {@link LimitScope}. Of the limits whose scope covers a session
 * the most specific counts, see {@link LimitScope#weight()}. Immutable: each method answers a
 * changed copy.
 *
 * <p>Idleness counts from the last activity. Age counts from when the status was entered; for an
 * active session from when it was first active, so that a pause does not prolong a call. Zero is
 * never, and so is a limit of more than {@link #LONGEST}.
 *
 * <p>Defaults: queued 1 h, ringing 5 min, paused and transferred 24 h, waiting for a human and
 * awaiting approval 7 d; active on the channel {@code voice} 5 min idle and 4 h of age, on any
 * other 24 h idle and 30 d of age.
 */
public final class TimeLimits {
  /** The longest limit: 36,525 days. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

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

  private record Key(SessionStatus status, LimitScope scope) {}

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

  /** The same with this age for a live status, where no narrower scope has one of its own. */
  public TimeLimits age(SessionStatus status, Duration limit) {
    return age(status, LimitScope.any(), limit);
  }

  /** The same with this age for a live status on one channel. */
  public TimeLimits age(SessionStatus status, String channel, Duration limit) {
    return age(status, LimitScope.any().channel(channel), limit);
  }

  /** The same with this age for a live status within a scope. */
  public TimeLimits age(SessionStatus status, LimitScope scope, Duration limit) {
    return new TimeLimits(with(ages, status, scope, limit), idles);
  }

  /** The same with this idle limit of active sessions, where no narrower scope has its own. */
  public TimeLimits idle(Duration limit) {
    return idle(LimitScope.any(), limit);
  }

  /** The same with this idle limit of active sessions on one channel. */
  public TimeLimits idle(String channel, Duration limit) {
    return idle(LimitScope.any().channel(channel), limit);
  }

  /** The same with this idle limit of active sessions within a scope. */
  public TimeLimits idle(LimitScope scope, Duration limit) {
    return new TimeLimits(ages, with(idles, SessionStatus.ACTIVE, scope, limit));
  }

  private static Map<Key, Duration> with(
      Map<Key, Duration> limits, SessionStatus status, LimitScope scope, Duration limit) {
    if (!Validator.require("status", status).isLive()) {
      throw Validator.invalid("status", "must be a live status");
    }
    if (Validator.require("limit", limit).isNegative()) {
      throw Validator.invalid("limit", "must not be negative; zero is never");
    }
    Map<Key, Duration> changed = new HashMap<>(limits);
    changed.put(new Key(status, Validator.require("scope", scope)), limit);
    return Map.copyOf(changed);
  }

  /** How old such a session of this status may become; empty for any age. */
  public Optional<Duration> ageLimit(SessionStatus status, LimitScope session) {
    return find(ages, status, session);
  }

  /** How long such a session of this status may be idle; empty for ever. */
  public Optional<Duration> idleLimit(SessionStatus status, LimitScope session) {
    return find(idles, status, session);
  }

  private static Optional<Duration> find(
      Map<Key, Duration> limits, SessionStatus status, LimitScope session) {
    return limits.entrySet().stream()
        .filter(it -> it.getKey().status() == status && it.getKey().scope().covers(session))
        .max(Comparator.comparingInt(it -> it.getKey().scope().weight()))
        .map(Map.Entry::getValue)
        .filter(TimeLimits::counts);
  }

  private static boolean counts(Duration limit) {
    return !limit.isZero() && limit.compareTo(LONGEST) <= 0;
  }

  /** The shorter of the two limits of a status; empty where such a session has none. */
  public Optional<Duration> shortest(SessionStatus status, LimitScope session) {
    return Stream.of(idleLimit(status, session), ageLimit(status, session))
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  /** The shortest limit that this status has in any scope; empty where it has none. */
  public Optional<Duration> shortestOfAny(SessionStatus status) {
    return Stream.concat(ages.entrySet().stream(), idles.entrySet().stream())
        .filter(limit -> limit.getKey().status() == status && counts(limit.getValue()))
        .map(Map.Entry::getValue)
        .min(Duration::compareTo);
  }

  /** When a limit ends this session unless something happens first; empty for never. */
  public Optional<Instant> nextDeadline(Session session) {
    return explain(session) instanceof Expiry.At next ? Optional.of(next.at()) : Optional.empty();
  }

  /** Which limit ends this session unless something happens first, or why none does. */
  public Expiry explain(Session session) {
    SessionStatus status = session.status();
    if (!status.isLive()) {
      return new Expiry.Never(
          status.isTerminal() ? Expiry.Why.ENDED : Expiry.Why.STATUS_UNRECOGNIZED);
    }
    LimitScope scope = LimitScope.of(session);
    Instant activatedAt = session.activatedAt();
    Instant bornAt =
        status == SessionStatus.ACTIVE && activatedAt != null ? activatedAt : session.statusSince();
    return Stream.of(
            idleLimit(status, scope)
                .flatMap(it -> at(Limit.IDLE, it, session.lastActivityAt(), session)),
            ageLimit(status, scope).flatMap(it -> at(Limit.AGE, it, bornAt, session)))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(Expiry.At::at))
        .<Expiry>map(it -> it)
        .orElse(new Expiry.Never(Expiry.Why.NO_LIMIT));
  }

  /** Empty where the limit passes beyond every time that is taken: that is never. */
  private static Optional<Expiry.At> at(
      Limit limit, Duration after, Instant from, Session session) {
    return after.compareTo(Duration.between(from, Limits.MAX_TIME)) > 0
        ? Optional.empty()
        : Optional.of(
            new Expiry.At(
                limit,
                after,
                from.plus(after),
                SessionStatus.EXPIRED,
                reason(limit, session.activatedAt())));
  }

  /** The termination reason that a limit gives to a session first active at this time. */
  private static TerminationReason reason(Limit limit, @Nullable Instant activatedAt) {
    if (activatedAt == null) {
      return TerminationReason.PARTICIPANT_JOIN_TIMEOUT;
    }
    return limit == Limit.IDLE
        ? TerminationReason.SILENCE_TIMEOUT
        : TerminationReason.MAX_CALL_DURATION;
  }
}
