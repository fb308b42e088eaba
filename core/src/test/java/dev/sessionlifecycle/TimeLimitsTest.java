package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.housekeeping.LimitScope;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLimitsTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private static SessionBuilder session(SessionStatus status, String channel) {
    return SessionBuilder.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3))
        .status(status)
        .channel(channel)
        .statusSince(T)
        .lastActivityAt(T)
        .activatedAt(status == SessionStatus.ACTIVE ? T : null);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED,voice,PT1H",
    "RINGING,voice,PT5M",
    "PAUSED,chat,PT24H",
    "TRANSFERRED,voice,PT24H",
    "WAITING_FOR_HUMAN,chat,P7D",
    "AWAITING_APPROVAL,api,P7D",
    "ACTIVE,voice,PT5M",
    "ACTIVE,sms,PT24H"
  })
  void by_default_each_live_status_has_its_next_deadline(
      SessionStatus status, String channel, Duration after) {
    Session session = session(status, channel).build();
    assertEquals(Optional.of(T.plus(after)), TimeLimits.defaults().nextDeadline(session));
  }

  @Test
  void the_age_of_an_active_session_counts_from_its_first_activation() {
    Session session =
        session(SessionStatus.ACTIVE, "voice")
            .activatedAt(T.minus(Duration.ofMinutes(239)))
            .build();
    assertEquals(
        Optional.of(T.plus(Duration.ofMinutes(1))), TimeLimits.defaults().nextDeadline(session));
  }

  @Test
  void a_zero_limit_and_an_ended_session_have_no_deadline() {
    TimeLimits never =
        TimeLimits.defaults()
            .withAge(SessionStatus.QUEUED, Duration.ZERO)
            .withIdle("voice", Duration.ZERO);
    assertEquals(
        Optional.empty(), never.nextDeadline(session(SessionStatus.QUEUED, "voice").build()));
    assertEquals(
        Optional.empty(),
        never.idleLimit(SessionStatus.ACTIVE, LimitScope.any().withChannel("voice")));
    assertEquals(
        Optional.empty(),
        TimeLimits.defaults().nextDeadline(session(SessionStatus.CLOSED, "voice").build()));
  }

  @Test
  void a_limit_beyond_the_time_range_never_expires() {
    TimeLimits huge = TimeLimits.none().withIdle(Duration.ofSeconds(Long.MAX_VALUE));
    assertEquals(Optional.empty(), huge.nextDeadline(session(SessionStatus.ACTIVE, "sms").build()));
  }

  @Test
  void negative_limits_and_limits_on_ended_statuses_are_refused() {
    assertThrows(
        InvalidInputException.class, () -> TimeLimits.none().withIdle(Duration.ofSeconds(-1)));
    assertThrows(
        InvalidInputException.class,
        () -> TimeLimits.none().withAge(SessionStatus.CLOSED, Duration.ofHours(1)));
  }

  @Test
  void the_most_specific_scope_wins_and_its_zero_disables_the_limit() {
    Session session = session(SessionStatus.ACTIVE, "voice").sessionType(SessionType.TEST).build();
    LimitScope any = LimitScope.any();
    LimitScope organization = any.withOrganization(session.organizationId());
    TimeLimits limits =
        TimeLimits.none()
            .withIdle(any.withSessionType(SessionType.TEST), Duration.ofMinutes(1))
            .withIdle(Duration.ofMinutes(2));
    assertEquals(Optional.of(T.plus(Duration.ofMinutes(1))), limits.nextDeadline(session));
    limits = limits.withIdle("voice", Duration.ofMinutes(3));
    assertEquals(Optional.of(T.plus(Duration.ofMinutes(3))), limits.nextDeadline(session));
    limits = limits.withIdle(organization, Duration.ofMinutes(4));
    assertEquals(Optional.of(T.plus(Duration.ofMinutes(4))), limits.nextDeadline(session));
    limits = limits.withIdle(organization.withChannel("voice"), Duration.ZERO);
    assertEquals(Optional.empty(), limits.nextDeadline(session));
    limits = limits.withIdle(organization.withChannel("chat"), Duration.ofMinutes(9));
    assertEquals(new Expiry.Never(Expiry.Why.NO_LIMIT), limits.explain(session));
  }

  @Test
  void an_explanation_names_the_limit_the_time_the_status_and_the_reason() {
    Session call = session(SessionStatus.ACTIVE, "voice").build();
    assertEquals(
        expired(LimitKind.IDLE, Duration.ofMinutes(5), TerminationReason.SILENCE_TIMEOUT),
        TimeLimits.defaults().explain(call));
    assertEquals(
        expired(LimitKind.AGE, Duration.ofHours(4), TerminationReason.MAX_CALL_DURATION),
        TimeLimits.defaults().withIdle("voice", Duration.ZERO).explain(call));
    assertEquals(
        expired(LimitKind.AGE, Duration.ofMinutes(5), TerminationReason.PARTICIPANT_JOIN_TIMEOUT),
        TimeLimits.defaults().explain(session(SessionStatus.RINGING, "voice").build()));
    assertEquals(
        new Expiry.Never(Expiry.Why.ENDED),
        TimeLimits.defaults().explain(session(SessionStatus.CLOSED, "voice").build()));
    assertEquals(
        new Expiry.Never(Expiry.Why.STATUS_UNRECOGNIZED),
        TimeLimits.defaults().explain(session(SessionStatus.UNRECOGNIZED, "voice").build()));
  }

  private static Expiry expired(LimitKind limit, Duration after, TerminationReason reason) {
    return new Expiry.At(limit, after, T.plus(after), SessionStatus.EXPIRED, reason);
  }

  @Test
  void before_a_limit_has_passed_the_status_gives_the_reason() {
    TimeLimits limits =
        TimeLimits.defaults().withAge(SessionStatus.ACTIVE, "voice", Duration.ofMinutes(4));
    Session active = session(SessionStatus.ACTIVE, "voice").build();
    assertEquals(
        TerminationReason.SILENCE_TIMEOUT, limits.reason(active, T.plus(Duration.ofMinutes(3))));
    assertEquals(
        TerminationReason.MAX_CALL_DURATION, limits.reason(active, T.plus(Duration.ofMinutes(4))));
    Session waiting = session(SessionStatus.WAITING_FOR_HUMAN, "chat").activatedAt(T).build();
    assertEquals(TerminationReason.DISPATCH_FAILED, limits.reason(waiting, T));
  }

  @Test
  void a_limit_of_the_longest_length_limits_and_a_longer_one_does_not() {
    assertEquals(true, rule(TimeLimits.LONGEST).isLimiting());
    assertEquals(false, rule(TimeLimits.LONGEST.plusNanos(1)).isLimiting());
    assertEquals(false, rule(Duration.ZERO).isLimiting());
  }

  private static TimeLimits.Rule rule(Duration limit) {
    return new TimeLimits.Rule(LimitKind.AGE, SessionStatus.ACTIVE, LimitScope.any(), limit);
  }

  @Test
  void rules_are_listed_with_the_most_specific_scope_first() {
    TimeLimits limits = TimeLimits.defaults().withIdle("fax", Duration.ofMinutes(7));
    assertEquals(
        List.of("fax"),
        limits.rules().stream()
            .filter(it -> it.limit().equals(Duration.ofMinutes(7)))
            .map(it -> it.scope().channel())
            .toList());
  }

  @Test
  void a_warning_that_is_negative_or_too_long_is_refused() {
    for (Duration refused : List.of(Duration.ofNanos(-1), TimeLimits.LONGEST.plusNanos(1))) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class, () -> TimeLimits.defaults().withWarnBefore(refused));
      assertEquals("warn_before", e.violations().get(0).field());
    }
    assertEquals(
        TimeLimits.LONGEST, TimeLimits.defaults().withWarnBefore(TimeLimits.LONGEST).warnBefore());
  }
}
