package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * To move a session from one live status to another.
 *
 * @param session the session
 * @param to the live status to move to
 * @param reason why it moves; stands in the history; null if that is not known
 * @param triggeredBy who or what moves it; stands in the history
 * @param at the business time of the call
 * @param firstCheckAfter after which time by the store's clock the sweep has to look at it in the
 *     new status, see {@link SessionRules#firstCheckAfter}; pulls the look earlier, never later;
 *     null for no look
 * @param overdue which session does not move any more because its time limit has passed. A store
 *     may ask it only where a sweep is due to look at the session
 */
public record TransitionIntent(
    SessionKey session,
    SessionStatus to,
    @Nullable TerminationReason reason,
    String triggeredBy,
    Instant at,
    @Nullable Duration firstCheckAfter,
    OverdueRule overdue) {
  /** Moves a session that has no time limit, for no reason that is known. */
  public TransitionIntent(
      SessionKey session,
      SessionStatus to,
      String triggeredBy,
      Instant at,
      @Nullable Duration firstCheckAfter) {
    this(session, to, null, triggeredBy, at, firstCheckAfter, OverdueRule.none());
  }

  /** Checks that nothing is missing and that the target is live. */
  public TransitionIntent {
    Validator.require("session", session);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
    Validator.require("overdue", overdue);
    if (!to.isLive()) {
      throw Validator.invalid("to", "must not be a status that ends a session");
    }
  }

  /** Leaves out who triggered it. */
  @Override
  public String toString() {
    return "TransitionIntent[session=" + session + ", to=" + to + "]";
  }
}
