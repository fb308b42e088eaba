package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * To replace an unspecific termination reason of an ended session by a specific one, once.
 *
 * @param session the session
 * @param endReason the specific reason with its outcomes
 * @param reportedReason what was reported now, which takes the place of what was reported before;
 *     null to leave that
 * @param triggeredBy who or what says so; stands in the history
 * @param at the business time of the call
 */
public record EnrichIntent(
    SessionKey session,
    EndReason endReason,
    @Nullable String reportedReason,
    String triggeredBy,
    Instant at) {
  /** Checks that nothing is missing and that the reason is specific. */
  public EnrichIntent {
    Validator.require("session", session);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
    if (endReason.reason().isUnspecific()) {
      throw Validator.invalid("end_reason", "must be specific");
    }
  }
}
