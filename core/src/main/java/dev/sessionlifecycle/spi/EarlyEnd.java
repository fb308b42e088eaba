package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session whose start has not been reported yet. A store keeps it with the external id
 * until the session opens; it holds everything that the {@link CloseIntent} needs except what the
 * opening adds.
 *
 * @param target the terminal status that it will get
 * @param reason why it ended
 * @param reasonIfNeverActive why it ended if it was never active
 * @param reportedReason the reason as reported; null if none was
 * @param triggeredBy who or what ended it
 * @param endedAt when the conversation ended, as reported or as recorded
 */
public record EarlyEnd(
    SessionStatus target,
    TerminationReason reason,
    TerminationReason reasonIfNeverActive,
    @Nullable String reportedReason,
    String triggeredBy,
    Instant endedAt) {
  /** How long an early end is kept, by the store's clock. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** Checks that nothing is missing. */
  public EarlyEnd {
    Validator.require("target", target);
    Validator.require("reason", reason);
    Validator.require("reason_if_never_active", reasonIfNeverActive);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("ended_at", endedAt);
  }

  /** Returns what a store keeps of an intent. */
  public static EarlyEnd of(CloseIntent intent) {
    return new EarlyEnd(
        intent.target(),
        intent.endReason().reason(),
        intent.reasonIfNeverActive().reason(),
        intent.reportedReason(),
        intent.triggeredBy(),
        intent.end() instanceof EndTime.Reported reported ? reported.at() : intent.at());
  }

  /** Returns the intent that ends the session as it opens. */
  public CloseIntent toIntent(SessionKey session, Instant at, CloseDefaults terms) {
    return CloseIntent.builder(session, at, terms)
        .target(target)
        .reason(reason)
        .reasonIfNeverActive(reasonIfNeverActive)
        .reportedReason(reportedReason)
        .triggeredBy(triggeredBy)
        .endedAt(endedAt)
        .build();
  }
}
