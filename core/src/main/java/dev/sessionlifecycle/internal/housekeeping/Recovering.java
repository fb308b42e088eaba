package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.HousekeepingReport.Done;
import dev.sessionlifecycle.HousekeepingReport.NotDone;
import dev.sessionlifecycle.Recovery;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore.Look;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes or hands over sessions whose owner is gone. */
final class Recovering {
  private static final Logger LOG = LoggerFactory.getLogger(Recovering.class);

  private final SessionStore store;
  private final Wiring wiring;
  private final Recovery recovery;

  Recovering(SessionStore store, Wiring wiring, Recovery recovery) {
    this.store = store;
    this.wiring = wiring;
    this.recovery = recovery;
  }

  boolean isOn() {
    return recovery.recovers();
  }

  /** Whether the owner's lease has lapsed, and somebody cares. */
  boolean concerns(Look look, Instant now) {
    Owner owner = look.owner();
    return isOn() && owner != null && !owner.until().isAfter(now);
  }

  void preview(List<Look> orphans, Tally tally) {
    for (Look look : orphans) {
      Owner owner = look.owner();
      tally.add(owner != null && isHandedOver(owner) ? Done.HANDED_OVER : Done.ORPHAN_CLOSED);
    }
  }

  private boolean isHandedOver(Owner owner) {
    return recovery.handler() != null && owner.recoveries() < recovery.attempts();
  }

  void recover(Look look, Tally tally) {
    Owner owner = look.owner();
    Recovery.Handler handler = recovery.handler();
    if (owner == null) {
      return;
    } else if (handler != null && isHandedOver(owner)) {
      handOver(look.session(), owner, handler, tally);
    } else if (store.close(Ends.orphaned(look.session(), owner, wiring))
        instanceof CloseReply.Closed closed) {
      tally.add(Done.ORPHAN_CLOSED);
      wiring.announce(closed.session());
    } else {
      tally.add(NotDone.RACED);
    }
  }

  private void handOver(Session session, Owner owner, Recovery.Handler handler, Tally tally) {
    UUID taker = wiring.ids().get();
    OptionalLong token =
        store.sweeps().takeOver(SessionKey.of(session), owner.token(), taker, recovery.lease());
    if (token.isEmpty()) {
      tally.add(NotDone.RACED);
      return;
    }
    try {
      handler.takeOn(
          new Recovery.Orphan(
              session, taker, token.getAsLong(), recovery.lease(), owner.recoveries() + 1));
      tally.add(Done.HANDED_OVER);
    } catch (Throwable e) { // the host may lack a class, or memory: others are recovered
      LOG.warn("session {} could not be handed over: {}", session.id(), e.getClass().getName());
      tally.add(NotDone.HANDLER_FAILED);
    }
  }
}
