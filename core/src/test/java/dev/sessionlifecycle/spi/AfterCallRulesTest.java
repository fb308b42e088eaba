package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.rules.AfterCallRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfterCallRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void a_session_of_unrecognized_status_takes_no_usage() {
    Session row =
        SessionBuilder.of(new UUID(1, 1), new UUID(2, 1), new UUID(3, 1))
            .status(SessionStatus.UNRECOGNIZED)
            .createdAt(NOON)
            .startedAt(NOON)
            .updatedAt(NOON)
            .build();
    UsageIntent intent =
        new UsageIntent(
            SessionKey.of(row), null, Map.of("tokens", BigDecimal.TEN), Duration.ofDays(1), 9, 9);

    assertEquals(
        new UsageReply.NotWritable(row), AfterCallRules.judge(row, false, 0, intent, NOON));
  }

  @ParameterizedTest
  @CsvSource({"1.50, 1.5", "10, 10", "1E+3, 1000", "0.00, 0", "0.000100, 0.0001"})
  void amounts_have_one_form(BigDecimal amount, String form) {
    assertEquals(form, AfterCallRules.canonical(amount).toString());
  }
}
