package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.Expiry;
import dev.sessionlifecycle.HousekeepingReport.Done;
import dev.sessionlifecycle.HousekeepingReport.NotDone;
import dev.sessionlifecycle.Recovery;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.FairRequest;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore.Look;
import dev.sessionlifecycle.spi.SweepStore.Looks;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import dev.sessionlifecycle.spi.SweepStore.Reschedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Looks at live sessions: ends those whose limit has passed, recovers those without an owner. */
final class LiveSweep {
  private final SessionStore store;
  private final Wiring wiring;
  private final Recovering recovering;

  /** The organization visited last, after which the next run begins. */
  private final AtomicReference<@Nullable UUID> last = new AtomicReference<>();

  LiveSweep(SessionStore store, Wiring wiring, Recovery recovery) {
    this.store = store;
    this.wiring = wiring;
    this.recovering = new Recovering(store, wiring, recovery);
  }

  void run(int limit, boolean dryRun, Tally tally) {
    FairRequest request = Share.request(limit, last.get());
    Looks looks = store.sweeps().due(request);
    List<Session> taken = looks.looks().stream().map(Look::session).toList();
    List<Look> expired = new ArrayList<>();
    List<CloseIntent> ends = new ArrayList<>();
    List<Look> orphans = new ArrayList<>();
    List<Reschedule> early = new ArrayList<>();
    for (Look look : looks.looks()) {
      Expiry expiry = wiring.timeLimits().explain(look.session());
      if (recovering.concerns(look, looks.now())) {
        orphans.add(look);
      } else if (expiry instanceof Expiry.At at && !at.at().isAfter(looks.now())) {
        expired.add(look);
        ends.add(Ends.expired(look.session(), at, wiring));
      } else {
        early.add(reschedule(look, look.session()));
      }
    }
    int forgotten = store.sweeps().forgetEarlyEnds(limit, dryRun);
    tally.add(Done.EARLY_END_FORGOTTEN, forgotten);
    if (Share.isFull(request, taken) || forgotten == limit) {
      tally.stoppedAtLimit();
    }
    if (dryRun) {
      tally.add(Done.EXPIRED, expired.size());
      tally.add(Done.RESCHEDULED, early.size());
      recovering.preview(orphans, tally);
      return;
    }
    last.set(Share.last(taken));
    expire(expired, ends, early, tally);
    orphans.forEach(orphan -> recovering.recover(orphan, tally));
    tally.add(Done.RESCHEDULED, store.sweeps().reschedule(early));
  }

  private void expire(
      List<Look> looks, List<CloseIntent> ends, List<Reschedule> early, Tally tally) {
    List<CloseReply> replies = ends.isEmpty() ? List.of() : store.closeAll(ends);
    for (int i = 0; i < replies.size(); i++) {
      CloseReply reply = replies.get(i);
      if (reply instanceof CloseReply.Closed closed) {
        tally.add(Done.EXPIRED);
        wiring.announce(closed.session());
      } else {
        tally.add(NotDone.RACED);
        if (reply instanceof CloseReply.NotMet notMet) {
          early.add(reschedule(looks.get(i), notMet.session()));
        }
      }
    }
  }

  /** When the session, as it stands now, has to be looked at next. */
  private Reschedule reschedule(Look look, Session session) {
    Instant deadline = wiring.timeLimits().nextDeadline(session).orElse(null);
    Owner owner = look.owner();
    Instant lapse = owner == null || !recovering.isOn() ? null : owner.until();
    return new Reschedule(
        SessionKey.of(session),
        look.dueAt(),
        lapse == null || (deadline != null && deadline.isBefore(lapse)) ? deadline : lapse);
  }
}
