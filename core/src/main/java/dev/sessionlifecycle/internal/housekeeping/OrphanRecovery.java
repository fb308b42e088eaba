package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.housekeeping.OrphanPolicy.HandOver;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import dev.sessionlifecycle.spi.SweepStore.SweepCandidate;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes or hands over sessions whose owner is gone. */
record OrphanRecovery(SessionStore store, LifecycleContext wiring, OrphanPolicy recovery) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");

  boolean isOn() {
    return !(recovery instanceof OrphanPolicy.Ignore);
  }

  /** Whether the owner's lease has lapsed and the policy recovers such sessions. */
  boolean concerns(SweepCandidate look, Instant now) {
    Owner owner = look.owner();
    return isOn() && owner != null && !owner.until().isAfter(now);
  }

  void preview(List<SweepCandidate> orphans, HousekeepingReportBuilder tally) {
    for (SweepCandidate look : orphans) {
      Owner owner = look.owner();
      tally.add(owner != null && isHandedOver(owner) ? Done.HANDED_OVER : Done.ORPHAN_CLOSED);
    }
  }

  private boolean isHandedOver(Owner owner) {
    return recovery instanceof HandOver handOver && owner.recoveries() < handOver.attempts();
  }

  void recover(SweepCandidate look, HousekeepingReportBuilder tally) {
    Owner owner = look.owner();
    if (owner == null) {
      return;
    } else if (recovery instanceof HandOver handOver && isHandedOver(owner)) {
      handOver(look.session(), owner, handOver, tally);
    } else if (close(look.session(), owner) instanceof CloseReply.Closed) {
      tally.add(Done.ORPHAN_CLOSED);
    } else {
      tally.add(NotDone.RACED);
    }
  }

  private CloseReply close(Session session, Owner owner) {
    return SystemEnds.end(
            wiring,
            TriggeredBy.HOUSEKEEPING,
            session.organizationId(),
            () -> List.of(store.close(SystemCloseIntents.orphaned(session, owner, wiring))))
        .get(0);
  }

  private void handOver(
      Session session, Owner owner, HandOver handOver, HousekeepingReportBuilder tally) {
    UUID taker = wiring.ids().get();
    OptionalLong token =
        store
            .sweeps()
            .takeOver(SessionKey.of(session), owner.token(), taker, handOver.lease(), wiring.now());
    if (token.isEmpty()) {
      tally.add(NotDone.RACED);
      return;
    }
    OrphanPolicy.OrphanedSession orphan =
        new OrphanPolicy.OrphanedSession(
            session, taker, token.getAsLong(), handOver.lease(), owner.recoveries() + 1);
    Throwable e = Callbacks.run(() -> handOver.handler().resume(orphan));
    if (e == null) {
      tally.add(Done.HANDED_OVER);
    } else {
      LOG.warn(
          "Session {} of organization {} could not be handed over: {}",
          session.id(),
          session.organizationId(),
          ErrorText.of(e));
      tally.add(NotDone.HANDLER_FAILED);
    }
  }
}
