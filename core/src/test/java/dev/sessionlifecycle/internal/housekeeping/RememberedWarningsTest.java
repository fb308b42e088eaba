package dev.sessionlifecycle.internal.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RememberedWarningsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RememberedWarnings warnings = new RememberedWarnings();

  private static Session session() {
    return SessionBuilder.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID())
        .channel("voice")
        .createdAt(START)
        .updatedAt(START)
        .startedAt(START)
        .statusSince(START)
        .lastActivityAt(START)
        .build();
  }

  private static Expiry.At limit(LimitKind kind, int seconds) {
    return new Expiry.At(
        kind,
        Duration.ofSeconds(seconds),
        START.plusSeconds(seconds),
        SessionStatus.EXPIRED,
        TerminationReason.SILENCE_TIMEOUT);
  }

  @Test
  void a_limit_is_new_once_and_each_kind_and_time_is_another_limit() {
    Session session = session();
    assertEquals(RememberedWarnings.Result.NEW, warnings.add(session, limit(LimitKind.IDLE, 5)));
    assertEquals(RememberedWarnings.Result.KNOWN, warnings.add(session, limit(LimitKind.IDLE, 5)));
    assertEquals(RememberedWarnings.Result.NEW, warnings.add(session, limit(LimitKind.AGE, 5)));
    assertEquals(RememberedWarnings.Result.NEW, warnings.add(session, limit(LimitKind.IDLE, 6)));
    assertEquals(RememberedWarnings.Result.NEW, warnings.add(session(), limit(LimitKind.IDLE, 5)));
  }

  @Test
  void no_more_are_remembered_than_the_bound_until_limits_have_passed() {
    for (int i = 0; i < RememberedWarnings.MOST; i++) {
      warnings.add(session(), limit(LimitKind.IDLE, 1 + i % 2));
    }
    Session late = session();
    assertEquals(RememberedWarnings.Result.FULL, warnings.add(late, limit(LimitKind.IDLE, 9)));
    warnings.forgetPassed(START);
    assertEquals(RememberedWarnings.Result.FULL, warnings.add(late, limit(LimitKind.IDLE, 9)));
    warnings.forgetPassed(START.plusSeconds(1));
    assertEquals(RememberedWarnings.Result.NEW, warnings.add(late, limit(LimitKind.IDLE, 9)));
  }
}
