package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.rules.WarningRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningRulesTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  /** Idle for 10 minutes, an hour of age, and a minute of warning. */
  private static final TimeLimits LIMITS =
      TimeLimits.none()
          .withIdle(Duration.ofMinutes(10))
          .withAge(SessionStatus.ACTIVE, Duration.ofHours(1))
          .withAge(SessionStatus.RINGING, Duration.ofMinutes(5))
          .withWarnBefore(Duration.ofMinutes(1));

  private static Instant after(String duration) {
    return T.plus(Duration.parse(duration));
  }

  /** Returns a session that is active since T, with its last activity after this time. */
  private static Session active(String activity) {
    return session(SessionStatus.ACTIVE, activity);
  }

  private static Session session(SessionStatus status, String activity) {
    return SessionBuilder.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3))
        .status(status)
        .statusSince(T)
        .activatedAt(status == SessionStatus.ACTIVE ? T : null)
        .lastActivityAt(after(activity))
        .build();
  }

  private static List<LimitKind> due(TimeLimits limits, Session session, String now) {
    return WarningRules.due(limits, session, after(now)).stream().map(Expiry.At::limit).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "PT8M59.999999S, false",
    "PT9M, true",
    "PT9M59.999999S, true",
    "PT10M, false",
    "PT11M, false"
  })
  void a_limit_is_announced_from_the_warning_until_it_has_passed(String now, boolean isDue) {
    assertEquals(isDue ? List.of(LimitKind.IDLE) : List.of(), due(LIMITS, active("PT0S"), now));
  }

  @Test
  void each_of_the_two_limits_is_announced_in_its_own_time() {
    Session talking = active("PT49M30S");
    assertEquals(List.of(LimitKind.IDLE), due(LIMITS, talking, "PT58M45S"));
    assertEquals(List.of(LimitKind.IDLE, LimitKind.AGE), due(LIMITS, talking, "PT59M15S"));
    assertEquals(List.of(LimitKind.AGE), due(LIMITS, active("PT58M"), "PT59M15S"));
  }

  @Test
  void nothing_is_announced_unless_a_warning_is_set() {
    TimeLimits silent = LIMITS.withWarnBefore(Duration.ZERO);
    assertEquals(List.of(), due(silent, active("PT0S"), "PT9M59S"));
    assertEquals(Optional.of(after("PT10M")), nextCheck(silent, active("PT0S"), "PT0S"));
    assertEquals(
        Duration.ofMinutes(10), WarningRules.firstCheckAfter(silent, Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @CsvSource({"PT5M", "PT6M"})
  void a_limit_no_longer_than_the_warning_is_not_announced(Duration warning) {
    TimeLimits limits = LIMITS.withWarnBefore(warning);
    Session ringing = session(SessionStatus.RINGING, "PT0S");
    assertEquals(List.of(), due(limits, ringing, "PT4M59S"));
    assertEquals(Optional.of(after("PT5M")), nextCheck(limits, ringing, "PT0S"));
    assertEquals(
        Duration.ofMinutes(5), WarningRules.firstCheckAfter(limits, Duration.ofMinutes(5)));
  }

  @Test
  void a_session_that_has_ended_is_neither_announced_nor_checked() {
    Session ended = session(SessionStatus.CLOSED, "PT0S");
    assertEquals(List.of(), due(LIMITS, ended, "PT9M30S"));
    assertEquals(Optional.empty(), nextCheck(LIMITS, ended, "PT9M30S"));
  }

  private static Optional<Instant> nextCheck(TimeLimits limits, Session session, String now) {
    return WarningRules.nextCheck(limits, session, after(now));
  }

  @Test
  void before_the_warning_the_next_check_is_when_it_begins() {
    assertEquals(Optional.of(after("PT9M")), nextCheck(LIMITS, active("PT0S"), "PT0S"));
    assertEquals(Optional.of(after("PT9M")), nextCheck(LIMITS, active("PT0S"), "PT8M59S"));
    assertEquals(
        Duration.ofMinutes(9), WarningRules.firstCheckAfter(LIMITS, Duration.ofMinutes(10)));
  }

  /** Activity right after the look moves the limit to 10 minutes later, and its warning to 9. */
  @Test
  void after_an_idle_limit_was_announced_the_next_check_is_when_it_passes() {
    assertEquals(Optional.of(after("PT10M")), nextCheck(LIMITS, active("PT0S"), "PT9M"));
    assertEquals(Optional.of(after("PT10M")), nextCheck(LIMITS, active("PT0S"), "PT9M30S"));
  }

  /**
   * The warning is longer than what is left of the limit, so that moved activity is seen in time.
   */
  @Test
  void a_warning_longer_than_half_the_limit_is_checked_before_the_limit_passes() {
    TimeLimits limits =
        TimeLimits.none().withIdle(Duration.ofMinutes(10)).withWarnBefore(Duration.ofMinutes(8));
    assertEquals(Optional.of(after("PT2M")), nextCheck(limits, active("PT0S"), "PT0S"));
    assertEquals(Optional.of(after("PT4M")), nextCheck(limits, active("PT0S"), "PT2M"));
    assertEquals(Optional.of(after("PT6M")), nextCheck(limits, active("PT0S"), "PT4M"));
    assertEquals(Optional.of(after("PT10M")), nextCheck(limits, active("PT0S"), "PT8M30S"));
  }

  /** An age limit cannot move, so nothing is to be seen between its warning and its end. */
  @Test
  void after_an_age_limit_was_announced_the_next_check_is_its_end() {
    TimeLimits limits =
        TimeLimits.none()
            .withAge(SessionStatus.ACTIVE, Duration.ofMinutes(10))
            .withWarnBefore(Duration.ofMinutes(8));
    assertEquals(Optional.of(after("PT2M")), nextCheck(limits, active("PT0S"), "PT0S"));
    assertEquals(Optional.of(after("PT10M")), nextCheck(limits, active("PT0S"), "PT2M"));
  }

  /** Whatever activity there is, each idle limit that passes is found within its warning. */
  @Test
  void checks_at_the_times_given_announce_every_limit_that_passes() {
    for (int warning = 1; warning < 10; warning++) {
      TimeLimits limits =
          TimeLimits.none()
              .withIdle(Duration.ofMinutes(10))
              .withWarnBefore(Duration.ofMinutes(warning));
      for (int activity = 0; activity < 200; activity++) {
        Duration moved = Duration.ofSeconds(activity * 3L);
        Session before = active("PT0S");
        Session since = active(moved.toString());
        boolean announced = false;
        Instant now = T;
        Instant passes = T.plus(moved).plus(Duration.ofMinutes(10));
        while (now.isBefore(passes)) {
          Session session = now.isBefore(T.plus(moved)) ? before : since;
          announced |= session == since && !WarningRules.due(limits, session, now).isEmpty();
          now = WarningRules.nextCheck(limits, session, now).orElseThrow();
        }
        assertEquals(true, announced, "warning " + warning + ", activity after " + moved);
      }
    }
  }
}
