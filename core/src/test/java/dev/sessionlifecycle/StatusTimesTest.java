package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.StatusTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTimesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<HistoryEntry> HISTORY =
      List.of(
          entry(Kind.OPENED, SessionStatus.RINGING, 0),
          entry(Kind.MOVED, SessionStatus.ACTIVE, 5),
          entry(Kind.MOVED, SessionStatus.PAUSED, 25),
          entry(Kind.MOVED, SessionStatus.ACTIVE, 55),
          entry(Kind.ENDED, SessionStatus.CLOSED, 65),
          entry(Kind.ENRICHED, SessionStatus.CLOSED, 99));

  private static HistoryEntry entry(Kind kind, SessionStatus to, long second) {
    return new HistoryEntry(1, kind, null, to, null, "api", NOON.plusSeconds(second));
  }

  @Test
  void times_of_a_status_add_up_until_the_end() {
    StatusTimes times = StatusTimes.of(HISTORY, NOON.plusSeconds(1_000));

    assertEquals(
        Map.of(
            SessionStatus.RINGING, Duration.ofSeconds(5),
            SessionStatus.ACTIVE, Duration.ofSeconds(30),
            SessionStatus.PAUSED, Duration.ofSeconds(30)),
        times.total());
    assertEquals(Optional.of(NOON.plusSeconds(5)), times.answeredAt());
    assertEquals(Duration.ZERO, times.in(SessionStatus.TRANSFERRED));
  }

  @Test
  void the_status_of_a_live_session_counts_until_now() {
    StatusTimes times = StatusTimes.of(HISTORY.subList(0, 4), NOON.plusSeconds(60));

    assertEquals(Duration.ofSeconds(25), times.in(SessionStatus.ACTIVE));
    assertEquals(Optional.empty(), StatusTimes.of(HISTORY.subList(0, 1), NOON).answeredAt());
    assertEquals(Map.of(), StatusTimes.of(HISTORY.subList(0, 1), NOON).total());
  }
}
