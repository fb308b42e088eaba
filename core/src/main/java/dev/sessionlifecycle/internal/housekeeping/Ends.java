package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.Expiry;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import dev.sessionlifecycle.spi.Verdict;
import java.util.List;

/** The ends that time brings, compiled for the one pipeline. */
final class Ends {
  private Ends() {}

  /** A limit has passed, as far as it was seen; the store judges whether it still has. */
  static CloseIntent expired(Session session, Expiry.At expiry, Wiring wiring) {
    TerminationReason reason =
        expiry.limit() == CloseGuard.Limit.IDLE
            ? TerminationReason.SILENCE_TIMEOUT
            : TerminationReason.MAX_CALL_DURATION;
    return intent(
        session,
        expiry.to(),
        Verdict.of(reason),
        Verdict.of(TerminationReason.PARTICIPANT_JOIN_TIMEOUT),
        TriggeredBy.HOUSEKEEPING,
        new EndTime.LastActivity(),
        new CloseGuard.Due(session.status(), expiry.limit(), expiry.after()),
        wiring);
  }

  /** The owner is gone; the session ended when his lease lapsed, as far as anybody knows. */
  static CloseIntent orphaned(Session session, Owner owner, Wiring wiring) {
    Verdict verdict = Verdict.of(TerminationReason.SERVER_SHUTDOWN);
    return intent(
        session,
        SessionStatus.CLOSED,
        verdict,
        verdict,
        TriggeredBy.HOUSEKEEPING,
        new EndTime.Told(owner.until()),
        new CloseGuard.Lapsed(owner.token()),
        wiring);
  }

  /** The end user is erased. */
  static CloseIntent erased(Session session, Wiring wiring) {
    Verdict verdict = Verdict.of(TerminationReason.UNKNOWN);
    return intent(
        session,
        SessionStatus.CLOSED,
        verdict,
        verdict,
        TriggeredBy.ERASURE,
        new EndTime.Now(),
        CloseGuard.any(),
        wiring);
  }

  private static CloseIntent intent(
      Session session,
      SessionStatus target,
      Verdict verdict,
      Verdict verdictIfNeverActive,
      String triggeredBy,
      EndTime end,
      CloseGuard guard,
      Wiring wiring) {
    return new CloseIntent(
        new SessionKey(session.organizationId(), session.id()),
        target,
        verdict,
        verdictIfNeverActive,
        null,
        triggeredBy,
        wiring.now(),
        end,
        guard,
        List.of(),
        null,
        wiring.terms());
  }
}
