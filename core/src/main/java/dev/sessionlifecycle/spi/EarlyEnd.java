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
 * @param endedAt when the conversation ended, if that was reported
 * @param at the business time of the report
 */
public record EarlyEnd(
    SessionStatus target,
    TerminationReason reason,
    TerminationReason reasonIfNeverActive,
    @Nullable String reportedReason,
    String triggeredBy,
    @Nullable Instant endedAt,
    Instant at) {
  /** How long an early end is kept, by the store's clock. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** How much earlier than its opening a session may have begun whose start was not reported. */
  public static final Duration UNREPORTED_START = Duration.ofMinutes(5);

  /** Checks that nothing is missing. */
  public EarlyEnd {
    Validator.require("target", target);
    Validator.require("reason", reason);
    Validator.require("reason_if_never_active", reasonIfNeverActive);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
  }

  /** Returns what a store keeps of an intent. */
  public static EarlyEnd of(CloseIntent intent) {
    return new EarlyEnd(
        intent.target(),
        intent.endReason().reason(),
        intent.reasonIfNeverActive().reason(),
        intent.reportedReason(),
        intent.triggeredBy(),
        intent.end() instanceof EndTime.Reported reported ? reported.at() : null,
        intent.at());
  }

  /** Returns the intent that ends the session as it opens. */
  public CloseIntent toIntent(SessionKey session, Instant at, CloseDefaults terms) {
    return CloseIntent.builder(session, at, terms)
        .target(target)
        .reason(reason)
        .reasonIfNeverActive(reasonIfNeverActive)
        .reportedReason(reportedReason)
        .triggeredBy(triggeredBy)
        .endedAt(endedAt == null ? this.at : endedAt)
        .build();
  }

  /**
   * Whether the conversation had ended, as it was reported, before the session that is opened
   * began: it was another one, under an id that is used again.
   */
  public boolean isOlderThan(OpenIntent intent) {
    Instant reported = intent.reportedStart();
    Instant start =
        reported == null ? intent.draft().createdAt().minus(UNREPORTED_START) : reported;
    return endedAt != null && endedAt.isBefore(start);
  }

  /** Returns this end, with the reason of a later report if that is specific and its own is not. */
  public EarlyEnd enrichedBy(EarlyEnd later) {
    return !reason.isUnspecific() || later.reason.isUnspecific()
        ? this
        : new EarlyEnd(
            target,
            later.reason,
            later.reasonIfNeverActive,
            later.reportedReason == null ? reportedReason : later.reportedReason,
            triggeredBy,
            endedAt,
            at);
  }

  /** Leaves out who ended it and what was reported. */
  @Override
  public String toString() {
    return "EarlyEnd[target=" + target + ", reason=" + reason + "]";
  }
}
