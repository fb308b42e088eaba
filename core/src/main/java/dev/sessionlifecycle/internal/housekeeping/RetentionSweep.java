package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.DisposalStore.DueSessions;
import dev.sessionlifecycle.spi.DisposalStore.Postponement;
import dev.sessionlifecycle.spi.DisposalStore.RetentionChange;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Archives ended sessions and disposes of those whose retention period is over. */
final class RetentionSweep {
  private final SessionStore store;
  private final LifecycleContext wiring;
  private final @Nullable SessionArchive archive;
  private final HousekeepingConfig keeping;

  /** The organization visited last, after which the next run begins. */
  private final AtomicReference<@Nullable UUID> last = new AtomicReference<>();

  RetentionSweep(SessionStore store, LifecycleContext wiring, HousekeepingConfig keeping) {
    this.store = store;
    this.wiring = wiring;
    this.archive = keeping.archive();
    this.keeping = keeping;
  }

  void run(
      int limit,
      boolean dryRun,
      HousekeepingOptions options,
      AdaptiveBatcher pace,
      HousekeepingReportBuilder tally) {
    DisposalStore disposals = store.disposals();
    DueQuery request = FairShare.request(limit, last.get());
    DueSessions due = disposals.due(request);
    List<Session> taken = due.sessions().stream().map(DueSession::session).toList();
    tally.add(NotDone.ORGANIZATION_HELD, due.heldOrganizations());
    if (FairShare.isFull(request, taken)) {
      tally.stoppedAtLimit();
    }
    Work work = new Work(due.now(), dryRun, options, pace, tally);
    due.sessions().forEach(work::decide);
    if (dryRun) {
      return;
    }
    last.set(FairShare.last(taken));
    work.archiveAll(pace.stopSignal());
    work.batch.disposeAll(store, wiring, tally, work.later);
    disposals.postpone(work.later);
    disposals.changeRetention(work.looks);
  }

  /** One run. */
  private final class Work {
    final DisposalBatch batch;
    final List<Postponement> later = new ArrayList<>();
    final List<RetentionChange> looks = new ArrayList<>();
    private final PolicyCache book =
        new PolicyCache(store.policies(), wiring.closeDefaults().defaultPolicy());
    private final List<DueSession> toArchive = new ArrayList<>();
    private final Instant now;
    private final boolean dryRun;
    private final HousekeepingOptions options;
    private final HousekeepingReportBuilder tally;

    Work(
        Instant now,
        boolean dryRun,
        HousekeepingOptions options,
        AdaptiveBatcher pace,
        HousekeepingReportBuilder tally) {
      this.batch = new DisposalBatch(options, pace, new LinkedDataEraser(store, keeping));
      this.options = options;
      this.now = now;
      this.dryRun = dryRun;
      this.tally = tally;
    }

    void decide(DueSession due) {
      Session session = due.session();
      PolicyCache.Chosen chosen = book.of(session);
      RetentionDecision decision =
          RetentionDecision.of(session, chosen.policy(), due.held(), due.parked(), now);
      if (decision instanceof RetentionDecision.Dispose dispose) {
        batch.add(due, chosen, dispose.how());
        if (dryRun) {
          tally.add(dispose.how() == Disposal.PURGE ? Done.PURGED : Done.ANONYMIZED);
        }
      } else if (decision instanceof RetentionDecision.Blocked blocked) {
        tally.add(
            blocked.by() == RetentionDecision.Blocker.HELD ? NotDone.HELD : NotDone.UNFINISHED);
        putOff(due);
      } else if (decision instanceof RetentionDecision.Archive) {
        toArchive(due);
      } else {
        lookAgain(due, decision instanceof RetentionDecision.KeepUntil until ? until.at() : null);
      }
    }

    private void toArchive(DueSession due) {
      if (archive == null) {
        tally.add(NotDone.NO_ARCHIVE);
        putOff(due);
      } else {
        toArchive.add(due);
        if (dryRun) {
          tally.add(Done.ARCHIVED);
        }
      }
    }

    void archiveAll(StopSignal stop) {
      if (archive != null && !toArchive.isEmpty()) {
        new SessionArchiver(
                store,
                archive,
                stop,
                wiring.limits(),
                session -> book.of(session).policy().anonymizeAt(session).orElse(null),
                done -> {
                  tally.add(Done.ARCHIVED);
                  Session stamped = SessionBuilder.of(done.session()).archivedAt(now).build();
                  DueSession next =
                      new DueSession(stamped, done.dueAt(), done.held(), done.parked());
                  if (RetentionDecision.of(
                          stamped, book.of(stamped).policy(), done.held(), done.parked(), now)
                      instanceof RetentionDecision.Dispose dispose) {
                    batch.add(next, book.of(stamped), dispose.how());
                  }
                },
                failed -> {
                  tally.add(NotDone.ARCHIVE_FAILED);
                  putOff(failed);
                })
            .archive(toArchive);
      }
    }

    private void putOff(DueSession due) {
      later.add(new Postponement(key(due), due.dueAt(), options.postponeBlocked()));
    }

    private void lookAgain(DueSession due, @Nullable Instant at) {
      tally.add(Done.RESCHEDULED);
      Instant until = due.session().retentionExpiresAt();
      looks.add(new RetentionChange(key(due), until, until, at));
    }

    private SessionKey key(DueSession due) {
      return new SessionKey(due.session().organizationId(), due.session().id());
    }
  }
}
