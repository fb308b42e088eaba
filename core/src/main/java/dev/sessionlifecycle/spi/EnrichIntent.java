package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * To replace the termination reason of an ended session by a specific one, once.
 *
 * @param session the session
 * @param kind ENRICHED to replace an unspecific reason, CORRECTED to replace any other; stands in
 *     the history
 * @param endReason the specific reason with its outcomes
 * @param reportedReason what was reported now, which takes the place of what was reported before;
 *     null to leave that
 * @param triggeredBy who or what says so; stands in the history
 * @param at the business time of the call
 * @param defaultPolicy how long it is kept where neither it nor its organization has a policy
 */
public record EnrichIntent(
    SessionKey session,
    HistoryEntry.Kind kind,
    EndReason endReason,
    @Nullable String reportedReason,
    String triggeredBy,
    Instant at,
    RetentionPolicy defaultPolicy) {
  /** Checks that nothing is missing and that the reason is specific. */
  public EnrichIntent {
    Validator.require("session", session);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
    Validator.require("default_policy", defaultPolicy);
    if (kind != HistoryEntry.Kind.ENRICHED && kind != HistoryEntry.Kind.CORRECTED) {
      throw Validator.invalid("kind", "must be ENRICHED or CORRECTED");
    }
    if (endReason.reason().isUnspecific()) {
      throw Validator.invalid("end_reason", "must be specific");
    }
  }

  /** Leaves out who ended it and what was reported. */
  @Override
  public String toString() {
    return "EnrichIntent[session=" + session + ", endReason=" + endReason + "]";
  }
}
