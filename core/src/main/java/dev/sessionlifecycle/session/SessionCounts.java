package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Map;

/**
 * How many sessions there are, of each kind. What there is none of has no entry.
 *
 * @param total all of them
 * @param byStatus by status; those of an unrecognized one among them
 * @param byOutcome the ended ones by outcome
 * @param byReason the ended ones by reason
 */
public record SessionCounts(
    long total,
    Map<SessionStatus, Long> byStatus,
    Map<OutcomeCategory, Long> byOutcome,
    Map<TerminationReason, Long> byReason) {
  /** Copies the maps. */
  public SessionCounts {
    byStatus = Map.copyOf(Validator.require("by_status", byStatus));
    byOutcome = Map.copyOf(Validator.require("by_outcome", byOutcome));
    byReason = Map.copyOf(Validator.require("by_reason", byReason));
  }

  /** How many are in this status. */
  public long of(SessionStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  /** How many ended with this outcome. */
  public long of(OutcomeCategory outcome) {
    return byOutcome.getOrDefault(outcome, 0L);
  }

  /** How many ended for this reason. */
  public long of(TerminationReason reason) {
    return byReason.getOrDefault(reason, 0L);
  }
}
