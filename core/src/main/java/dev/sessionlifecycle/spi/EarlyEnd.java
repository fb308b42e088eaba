package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session whose start has not been reported yet, as a store keeps it with the external
 * id until the session opens: everything that its {@link CloseIntent} needs, but what the opening
 * brings along.
 *
 * @param target the terminal status that it will get
 * @param reason why it ended
 * @param reasonIfNeverActive why, where it turns out never to have been active
 * @param reportedReason the reason as reported; null where none was
 * @param triggeredBy who or what ended it
 * @param endedAt when the conversation ended, as told or as recorded
 */
public record EarlyEnd(
    SessionStatus target,
    TerminationReason reason,
    TerminationReason reasonIfNeverActive,
    @Nullable String reportedReason,
    String triggeredBy,
    Instant endedAt) {
  /** How long an early end is kept by the store's clock; one that is older is forgotten. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** Checks that nothing is missing. */
  public EarlyEnd {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(reasonIfNeverActive, "reasonIfNeverActive");
    Objects.requireNonNull(triggeredBy, "triggeredBy");
    Objects.requireNonNull(endedAt, "endedAt");
  }

  /** What is kept of an intent. */
  public static EarlyEnd of(CloseIntent intent) {
    return new EarlyEnd(
        intent.target(),
        intent.verdict().reason(),
        intent.verdictIfNeverActive().reason(),
        intent.reportedReason(),
        intent.triggeredBy(),
        intent.end() instanceof EndTime.Told told ? told.at() : intent.at());
  }

  /** The intent that ends the session as it opens. */
  public CloseIntent toIntent(SessionKey session, Instant at, EndTerms terms) {
    return new CloseIntent(
        session,
        target,
        Verdict.of(reason),
        Verdict.of(reasonIfNeverActive),
        reportedReason,
        triggeredBy,
        at,
        new EndTime.Told(endedAt),
        CloseGuard.any(),
        List.of(),
        null,
        terms);
  }
}
