package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.rules.EndRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ChainDefinition SCRUB =
      new ChainDefinition(List.of(new ChainDefinition.Step("scrub", List.of())));
  private static final Session LIVE =
      SessionBuilder.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3))
          .createdAt(NOON)
          .startedAt(NOON.minusSeconds(60))
          .updatedAt(NOON)
          .activatedAt(NOON)
          .statusSince(NOON)
          .lastActivityAt(NOON)
          .build();

  @Test
  void no_timestamp_precedes_those_already_stored() {
    Session ended = end(LIVE, NOON.minusSeconds(5), new EndTime.Now());

    assertEquals(NOON, ended.closedAt());
    assertEquals(NOON, ended.updatedAt());
    assertEquals(NOON, ended.endedAt());
  }

  @Test
  void a_reported_end_is_clamped_between_the_start_and_the_close() {
    Session early = end(LIVE, NOON.plusSeconds(9), new EndTime.Reported(Instant.MIN));
    Session late = end(LIVE, NOON.plusSeconds(9), new EndTime.Reported(Instant.MAX));

    assertEquals(LIVE.startedAt(), early.endedAt());
    assertEquals(0L, early.durationMs());
    assertEquals(NOON.plusSeconds(9), late.endedAt());
    assertEquals(69_000L, late.durationMs());
  }

  @Test
  void the_last_activity_is_the_last_message_or_sign_of_life() {
    Session silent = end(LIVE, NOON.plusSeconds(9), new EndTime.LastActivity());
    Session spoken =
        end(
            SessionBuilder.of(LIVE).lastMessageAt(NOON.plusNanos(1_999_000)).build(),
            NOON.plusSeconds(9),
            new EndTime.LastActivity());

    assertEquals(LIVE.lastActivityAt(), silent.endedAt());
    assertEquals(60_001L, spoken.durationMs(), "whole milliseconds, rounded down");
  }

  @Test
  void the_stored_session_determines_the_reason_and_the_outcome() {
    Session engaged = SessionBuilder.of(LIVE).userMessageCount(1).build();
    Session neverActive = SessionBuilder.of(LIVE).activatedAt(null).build();

    assertEquals(OutcomeCategory.UNRESOLVED, end(engaged, NOON, new EndTime.Now()).outcome());
    assertEquals(OutcomeCategory.ABANDONED, end(LIVE, NOON, new EndTime.Now()).outcome());
    assertEquals(
        TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
        end(neverActive, NOON, new EndTime.Now()).reason());
  }

  @Test
  void retention_counts_from_the_store_clock() {
    Session ended = end(LIVE, NOON.minusSeconds(5), new EndTime.Now());

    assertEquals(NOON.plusSeconds(100).plus(Duration.ofDays(3)), ended.retentionExpiresAt());
    assertEquals(NOON.plusSeconds(100), ended.statusSince());
    assertEquals(NOON, ended.lastActivityAt());
    assertNull(ended.finalizedAt());
  }

  @Test
  void a_limit_passes_at_the_exact_microsecond() {
    CloseGuard idle =
        new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.IDLE, Duration.ofSeconds(5));

    assertTrue(EndRules.isMet(idle, LIVE, NOON.plusSeconds(5), null));
    assertFalse(EndRules.isMet(idle, LIVE, NOON.plusSeconds(5).minusNanos(1_000), null));
  }

  @Test
  void the_age_of_an_active_session_counts_from_its_first_activation() {
    Session resumed = SessionBuilder.of(LIVE).statusSince(NOON.plusSeconds(50)).build();
    CloseGuard age = new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.AGE, Duration.ofSeconds(5));

    assertTrue(EndRules.isMet(age, resumed, NOON.plusSeconds(51), null));
  }

  private static Session end(Session row, Instant at, EndTime end) {
    return EndRules.stamp(
        row,
        CloseIntent.builder(
                new SessionKey(row.organizationId(), row.id()),
                at,
                new CloseDefaults(ChainsByType.of(SCRUB), RetentionPolicy.forEver()))
            .reason(TerminationReason.CLIENT_INITIATED)
            .reasonIfNeverActive(TerminationReason.PARTICIPANT_JOIN_TIMEOUT)
            .triggeredBy("user")
            .end(end)
            .build(),
        RetentionPolicy.keepFor(Duration.ofDays(3)),
        NOON.plusSeconds(100));
  }
}
