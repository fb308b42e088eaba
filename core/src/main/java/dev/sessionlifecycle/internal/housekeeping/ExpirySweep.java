package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import dev.sessionlifecycle.spi.SweepStore.Reschedule;
import dev.sessionlifecycle.spi.SweepStore.SweepCandidate;
import dev.sessionlifecycle.spi.SweepStore.SweepCandidates;
import dev.sessionlifecycle.spi.rules.WarningRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ends live sessions whose limit has passed, announces limits that pass soon, and recovers sessions
 * whose owner is gone.
 */
final class ExpirySweep {
  private final SessionStore store;
  private final LifecycleContext wiring;
  private final OrphanRecovery recovering;
  private final RememberedWarnings warnings = new RememberedWarnings();

  /** The organization visited last, after which the next run begins. */
  private final AtomicReference<@Nullable UUID> last = new AtomicReference<>();

  ExpirySweep(SessionStore store, LifecycleContext wiring, OrphanPolicy recovery) {
    this.store = store;
    this.wiring = wiring;
    this.recovering = new OrphanRecovery(store, wiring, recovery);
  }

  /** A session whose time limit has passed, and which. */
  private record Overdue(SweepCandidate look, Expiry.At expiry) {}

  void run(int limit, boolean dryRun, StopSignal stop, HousekeepingReportBuilder tally) {
    DueQuery request = FairShare.request(limit, last.get());
    SweepCandidates looks = store.sweeps().due(request);
    List<Session> taken = looks.candidates().stream().map(SweepCandidate::session).toList();
    List<Overdue> expired = new ArrayList<>();
    List<SweepCandidate> orphans = new ArrayList<>();
    List<Reschedule> early = new ArrayList<>();
    warnings.forgetPassed(looks.now());
    for (SweepCandidate look : looks.candidates()) {
      Expiry expiry = wiring.timeLimits().explain(look.session());
      if (recovering.concerns(look, looks.now())) {
        orphans.add(look);
      } else if (expiry instanceof Expiry.At at && !at.at().isAfter(looks.now())) {
        expired.add(new Overdue(look, at));
      } else {
        warn(look.session(), looks.now(), dryRun, tally);
        early.add(reschedule(look, look.session(), looks.now()));
      }
    }
    int forgotten = store.sweeps().forgetEarlyEnds(limit, dryRun);
    tally.add(Done.EARLY_END_FORGOTTEN, forgotten);
    if (FairShare.isFull(request, taken) || forgotten == limit) {
      tally.stoppedAtLimit();
    }
    if (dryRun) {
      tally.add(Done.EXPIRED, expired.size());
      tally.add(Done.RESCHEDULED, early.size());
      recovering.preview(orphans, tally);
      return;
    }
    last.set(FairShare.last(taken));
    expire(expired, looks.now(), early, tally);
    orphans.stream()
        .takeWhile(orphan -> !stop.isStopped())
        .forEach(orphan -> recovering.recover(orphan, tally));
    tally.add(Done.RESCHEDULED, store.sweeps().reschedule(early));
  }

  private void expire(
      List<Overdue> expired,
      Instant storeNow,
      List<Reschedule> early,
      HousekeepingReportBuilder tally) {
    if (expired.isEmpty()) {
      return;
    }
    List<CloseReply> replies =
        SystemEnds.end(
            wiring,
            TriggeredBy.HOUSEKEEPING,
            null,
            () ->
                store.closeAll(
                    expired.stream()
                        .map(it -> wiring.expired(it.look().session(), it.expiry()))
                        .toList()));
    for (int i = 0; i < replies.size(); i++) {
      CloseReply reply = replies.get(i);
      if (reply instanceof CloseReply.Closed) {
        tally.add(Done.EXPIRED);
      } else {
        tally.add(NotDone.RACED);
        if (reply instanceof CloseReply.GuardFailed notMet) {
          early.add(reschedule(expired.get(i).look(), notMet.session(), storeNow));
        }
      }
    }
  }

  /** Announces the limits that pass soon, each once. */
  private void warn(
      Session session, Instant storeNow, boolean dryRun, HousekeepingReportBuilder tally) {
    for (Expiry.At limit : WarningRules.due(wiring.timeLimits(), session, storeNow)) {
      if (dryRun) {
        tally.add(Done.WARNED, warnings.contains(session, limit) ? 0 : 1);
        continue;
      }
      switch (warnings.add(session, limit)) {
        case NEW -> {
          tally.add(Done.WARNED);
          wiring.listener().expiring(session, limit.at(), limit.limit());
        }
        case FULL -> tally.add(NotDone.NOT_WARNED);
        case KNOWN -> {}
      }
    }
  }

  /** Returns when the session, in its current state, has to be checked next. */
  private Reschedule reschedule(SweepCandidate look, Session session, Instant storeNow) {
    Instant deadline = WarningRules.nextCheck(wiring.timeLimits(), session, storeNow).orElse(null);
    Owner owner = look.owner();
    Instant lapse = owner == null || !recovering.isOn() ? null : owner.until();
    return new Reschedule(
        SessionKey.of(session),
        look.dueAt(),
        lapse == null || (deadline != null && deadline.isBefore(lapse)) ? deadline : lapse);
  }
}
