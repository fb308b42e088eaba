package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.SessionCounts;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up {@link SessionCounts}. Not thread-safe. */
public final class SessionCountsBuilder {
  private final Map<SessionStatus, Long> byStatus = new LinkedHashMap<>();
  private final Map<OutcomeCategory, Long> byOutcome = new EnumMap<>(OutcomeCategory.class);
  private final Map<TerminationReason, Long> byReason = new EnumMap<>(TerminationReason.class);
  private long total;

  /** Nothing counted yet. */
  public SessionCountsBuilder() {}

  /** Counts sessions that agree in these, as they are read. */
  public void add(
      SessionStatus status,
      @Nullable TerminationReason reason,
      @Nullable OutcomeCategory outcome,
      long sessions) {
    total += sessions;
    byStatus.merge(status, sessions, Long::sum);
    if (outcome != null) {
      byOutcome.merge(outcome, sessions, Long::sum);
    }
    if (reason != null) {
      byReason.merge(reason, sessions, Long::sum);
    }
  }

  /** What was counted. */
  public SessionCounts counts() {
    return new SessionCounts(total, byStatus, byOutcome, byReason);
  }
}
