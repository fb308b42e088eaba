package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How long a session may stay as it is: an idle limit for active sessions, and an age for each live
 * status, for all sessions or for a {@link LimitScope}. If several limits cover a session, the most
 * specific scope decides: naming the organization weighs more than naming the channel, and that
 * more than naming the type. Immutable.
 *
 * <p>Idleness counts from the last activity. Age counts from when the status was entered; for an
 * active session from when it was first active, so that a pause does not prolong a call. Zero means
 * never, and so does a limit of more than {@link #LONGEST}.
 *
 * <p>Defaults: queued 1 h, ringing 5 min, paused and transferred 24 h, waiting for a human and
 * awaiting approval 7 d; active on a voice channel ({@link Channels}) 5 min idle and 4 h of age, on
 * any other 24 h idle and 30 d of age.
 *
 * <p>The reason of such an end says what happened: {@code participant_join_timeout} where the
 * session was never active; {@code silence_timeout} where it was idle, or paused and not taken up
 * again; {@code max_call_duration} for an active one; {@code transferred} where it was handed on
 * and did not come back; {@code dispatch_failed} where no human took it; {@code unresolved} where
 * nobody decided about an approval.
 */
public final class TimeLimits {
  /** The longest limit: 36,525 days. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

  private static final TimeLimits NONE = new TimeLimits(List.of(), Duration.ZERO);
  private static final TimeLimits DEFAULTS = defaults(Channels.defaults());

  private static TimeLimits onAnyChannel() {
    return NONE.withAge(SessionStatus.QUEUED, Duration.ofHours(1))
        .withAge(SessionStatus.RINGING, Duration.ofMinutes(5))
        .withAge(SessionStatus.PAUSED, Duration.ofHours(24))
        .withAge(SessionStatus.TRANSFERRED, Duration.ofHours(24))
        .withAge(SessionStatus.WAITING_FOR_HUMAN, Duration.ofDays(7))
        .withAge(SessionStatus.AWAITING_APPROVAL, Duration.ofDays(7))
        .withAge(SessionStatus.ACTIVE, Duration.ofDays(30))
        .withIdle(Duration.ofHours(24));
  }

  /**
   * One limit.
   *
   * @param kind whether it limits idleness or age
   * @param status the live status that it limits; idleness is limited for active sessions only
   * @param scope the sessions that it covers
   * @param limit how long; zero, or more than {@link #LONGEST}, for no limit
   */
  public record Rule(LimitKind kind, SessionStatus status, LimitScope scope, Duration limit) {
    /** Checks that nothing is missing, that the status is live and the limit not negative. */
    public Rule {
      Validator validator = new Validator();
      validator.present("kind", kind);
      if (validator.present("status", status) && !status.isLive()) {
        validator.reject("status", "must be a live status");
      }
      validator.present("scope", scope);
      if (validator.present("limit", limit) && limit.isNegative()) {
        validator.reject("limit", "must not be negative; zero means never");
      }
      validator.throwIfInvalid();
    }

    /** Whether it limits anything. */
    public boolean isLimiting() {
      return !limit.isZero() && limit.compareTo(LONGEST) <= 0;
    }

    private boolean replaces(Rule other) {
      return kind == other.kind && status == other.status && scope.equals(other.scope);
    }
  }

  private final List<Rule> rules;
  private final Duration warnBefore;

  private TimeLimits(List<Rule> rules, Duration warnBefore) {
    this.rules = rules;
    this.warnBefore = warnBefore;
  }

  /** The limits named above. */
  public static TimeLimits defaults() {
    return DEFAULTS;
  }

  /** The limits named above, with these voice channels. */
  public static TimeLimits defaults(Channels channels) {
    TimeLimits limits = onAnyChannel();
    for (String voice : new TreeSet<>(Validator.require("channels", channels).voice())) {
      limits =
          limits
              .withAge(SessionStatus.ACTIVE, voice, Duration.ofHours(4))
              .withIdle(voice, Duration.ofMinutes(5));
    }
    return limits;
  }

  /** No limits: a session stays until it is closed. */
  public static TimeLimits none() {
    return NONE;
  }

  /** Returns a copy with this age for a live status, where no narrower scope has its own. */
  public TimeLimits withAge(SessionStatus status, Duration limit) {
    return withAge(status, LimitScope.any(), limit);
  }

  /** Returns a copy with this age for a live status on one channel. */
  public TimeLimits withAge(SessionStatus status, String channel, Duration limit) {
    return withAge(status, LimitScope.any().withChannel(channel), limit);
  }

  /** Returns a copy with this age for a live status within a scope. */
  public TimeLimits withAge(SessionStatus status, LimitScope scope, Duration limit) {
    return with(new Rule(LimitKind.AGE, status, scope, limit));
  }

  /**
   * Returns a copy with this idle limit of active sessions, where no narrower scope has its own.
   */
  public TimeLimits withIdle(Duration limit) {
    return withIdle(LimitScope.any(), limit);
  }

  /** Returns a copy with this idle limit of active sessions on one channel. */
  public TimeLimits withIdle(String channel, Duration limit) {
    return withIdle(LimitScope.any().withChannel(channel), limit);
  }

  /** Returns a copy with this idle limit of active sessions within a scope. */
  public TimeLimits withIdle(LimitScope scope, Duration limit) {
    return with(new Rule(LimitKind.IDLE, SessionStatus.ACTIVE, scope, limit));
  }

  private TimeLimits with(Rule rule) {
    List<Rule> changed = new ArrayList<>(rules);
    changed.removeIf(rule::replaces);
    changed.add(rule);
    changed.sort(Comparator.comparingInt((Rule it) -> it.scope().weight()).reversed());
    return new TimeLimits(List.copyOf(changed), warnBefore);
  }

  /**
   * Returns a copy whose limits are announced so long before they pass, see {@link
   * SessionListener#expiring}: those that are longer than that. None is announced unless this is
   * set. Sweeps look at each session once more for it, and at one with a conversation in progress
   * as often as the difference between limit and warning passes. Sessions that are live when it is
   * set first are announced after {@link Housekeeping#recheckLiveSessions}.
   *
   * @param value not negative, at most {@link #LONGEST}; zero for no announcements
   */
  public TimeLimits withWarnBefore(Duration value) {
    Validator validator = new Validator();
    validator.range("warn_before", value, Duration.ZERO, LONGEST);
    validator.throwIfInvalid();
    return new TimeLimits(rules, value);
  }

  /** How long before they pass the limits are announced; zero for not at all. */
  public Duration warnBefore() {
    return warnBefore;
  }

  /** The limits, the most specific scope first. */
  public List<Rule> rules() {
    return rules;
  }

  /** How old such a session of this status may become; empty for any age. */
  public Optional<Duration> ageLimit(SessionStatus status, LimitScope session) {
    return find(LimitKind.AGE, status, session);
  }

  /** How long such a session of this status may be idle; empty for ever. */
  public Optional<Duration> idleLimit(SessionStatus status, LimitScope session) {
    return find(LimitKind.IDLE, status, session);
  }

  private Optional<Duration> find(LimitKind kind, SessionStatus status, LimitScope session) {
    return rules.stream()
        .filter(it -> it.kind() == kind && it.status() == status && it.scope().covers(session))
        .findFirst()
        .filter(Rule::isLimiting)
        .map(Rule::limit);
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
    List<Expiry.At> limits = explainAll(session);
    return limits.isEmpty() ? new Expiry.Never(Expiry.Why.NO_LIMIT) : limits.get(0);
  }

  /**
   * Every limit of this session that will pass unless something happens first, the earliest first:
   * at most one of each kind, none of a session that is not live.
   */
  public List<Expiry.At> explainAll(Session session) {
    SessionStatus status = session.status();
    if (!status.isLive()) {
      return List.of();
    }
    LimitScope scope = LimitScope.of(session);
    Instant activatedAt = session.activatedAt();
    Instant since =
        status == SessionStatus.ACTIVE && activatedAt != null ? activatedAt : session.statusSince();
    return Stream.of(
            idleLimit(status, scope)
                .flatMap(it -> at(LimitKind.IDLE, it, session.lastActivityAt(), session)),
            ageLimit(status, scope).flatMap(it -> at(LimitKind.AGE, it, since, session)))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Expiry.At::at))
        .toList();
  }

  /**
   * Returns why time ends this live session at such a moment: the reason of the limit that has
   * passed by then, else the one that its status gives, where {@code silence_timeout} is that of an
   * active session.
   *
   * @param now the store's clock
   */
  public TerminationReason reason(Session session, Instant now) {
    return explain(session) instanceof Expiry.At limit && !limit.at().isAfter(now)
        ? limit.reason()
        : reason(
            session.status() == SessionStatus.ACTIVE ? LimitKind.IDLE : LimitKind.AGE, session);
  }

  /** Empty where the limit passes after the latest time that is accepted: that is never. */
  private static Optional<Expiry.At> at(
      LimitKind limit, Duration after, Instant from, Session session) {
    Instant at = from.plus(after);
    return at.isAfter(Limits.MAX_TIME)
        ? Optional.empty()
        : Optional.of(
            new Expiry.At(limit, after, at, SessionStatus.EXPIRED, reason(limit, session)));
  }

  /** The termination reason that a limit gives to a session in its status. */
  private static TerminationReason reason(LimitKind limit, Session session) {
    if (session.activatedAt() == null) {
      return TerminationReason.PARTICIPANT_JOIN_TIMEOUT;
    } else if (limit == LimitKind.IDLE) {
      return TerminationReason.SILENCE_TIMEOUT;
    }
    return switch (session.status()) {
      case PAUSED -> TerminationReason.SILENCE_TIMEOUT;
      case WAITING_FOR_HUMAN -> TerminationReason.DISPATCH_FAILED;
      case TRANSFERRED -> TerminationReason.TRANSFERRED;
      case AWAITING_APPROVAL -> TerminationReason.UNRESOLVED;
      default -> TerminationReason.MAX_CALL_DURATION;
    };
  }
}
