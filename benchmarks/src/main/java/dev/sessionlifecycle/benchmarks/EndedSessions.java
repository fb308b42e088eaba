package dev.sessionlifecycle.benchmarks;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Ended sessions for steps to work on, without a store. */
public final class EndedSessions {

  private EndedSessions() {}

  /** Returns a session that an agent ended with a result. */
  public static ClosedSession of(String channel, Instant start, Duration length, int messages) {
    return new ClosedSession(
        new UUID(1, 1),
        new UUID(1, 2),
        new UUID(1, 3),
        channel,
        SessionType.LIVE,
        SessionStatus.CLOSED,
        TerminationReason.AGENT_INITIATED,
        null,
        OutcomeCategory.RESOLVED,
        start,
        start.plus(length),
        length.toMillis(),
        messages,
        null,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        Set.of("agent"));
  }
}
