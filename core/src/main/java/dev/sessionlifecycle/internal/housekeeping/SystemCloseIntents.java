package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import java.time.Instant;

/** Builds the close intents of housekeeping. */
final class SystemCloseIntents {
  private SystemCloseIntents() {}

  /**
   * For an owner whose lease has lapsed; the session ends as of that time, or of a later activity.
   */
  static CloseIntent orphaned(Session session, Owner owner, LifecycleContext wiring) {
    Instant activity = session.lastActivityAt();
    return of(session, wiring)
        .reason(TerminationReason.SERVER_SHUTDOWN)
        .endedAt(activity.isAfter(owner.until()) ? activity : owner.until())
        .guard(new CloseGuard.Lapsed(owner.token()))
        .build();
  }

  /** For the erasure of the end user. */
  static CloseIntent erased(Session session, LifecycleContext wiring) {
    return of(session, wiring)
        .triggeredBy(TriggeredBy.ERASURE)
        .reportedReason(TriggeredBy.ERASURE)
        .build();
  }

  private static CloseIntent.Builder of(Session session, LifecycleContext wiring) {
    return CloseIntent.builder(SessionKey.of(session), wiring.now(), wiring.endDefaults())
        .triggeredBy(TriggeredBy.HOUSEKEEPING);
  }
}
