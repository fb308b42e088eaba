package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.HousekeepingOptions;
import dev.sessionlifecycle.HousekeepingReport.Done;
import dev.sessionlifecycle.HousekeepingReport.NotDone;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.DisposalStore.DueSessions;
import dev.sessionlifecycle.spi.DisposalStore.Postponement;
import dev.sessionlifecycle.spi.DisposalStore.Restamp;
import dev.sessionlifecycle.spi.FairRequest;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Looks at ended sessions: archives them, and disposes of those that need not be kept. */
final class EndedSweep {
  private final SessionStore store;
  private final Wiring wiring;
  private final @Nullable SessionArchive archive;

  /** The organization visited last, after which the next run begins. */
  private final AtomicReference<@Nullable UUID> last = new AtomicReference<>();

  EndedSweep(SessionStore store, Wiring wiring, @Nullable SessionArchive archive) {
    this.store = store;
    this.wiring = wiring;
    this.archive = archive;
  }

  void run(int limit, boolean dryRun, HousekeepingOptions options, Pace pace, Tally tally) {
    DisposalStore disposals = store.disposals();
    FairRequest request = Share.request(limit, last.get());
    DueSessions due = disposals.due(request);
    List<Session> taken = due.sessions().stream().map(DueSession::session).toList();
    tally.add(NotDone.ORGANIZATION_HELD, due.heldOrganizations());
    if (Share.isFull(request, taken)) {
      tally.stoppedAtLimit();
    }
    Work work = new Work(due.now(), dryRun, options, pace, tally);
    due.sessions().forEach(work::decide);
    if (dryRun) {
      return;
    }
    last.set(Share.last(taken));
    work.archiveAll();
    work.batch.disposeAll(store, wiring, tally, work.later);
    disposals.postpone(work.later);
    disposals.restamp(work.looks);
  }

  /** One run. */
  private final class Work {
    final DisposalBatch batch;
    final List<Postponement> later = new ArrayList<>();
    final List<Restamp> looks = new ArrayList<>();
    private final PolicyBook book = new PolicyBook(store.policies(), wiring.terms().fallback());
    private final List<DueSession> toArchive = new ArrayList<>();
    private final Instant now;
    private final boolean dryRun;
    private final HousekeepingOptions options;
    private final Tally tally;

    Work(Instant now, boolean dryRun, HousekeepingOptions options, Pace pace, Tally tally) {
      this.batch = new DisposalBatch(options, pace);
      this.options = options;
      this.now = now;
      this.dryRun = dryRun;
      this.tally = tally;
    }

    void decide(DueSession due) {
      Session session = due.session();
      PolicyBook.Chosen chosen = book.of(session);
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

    void archiveAll() {
      if (archive != null && !toArchive.isEmpty()) {
        new Archiving(
                store,
                archive,
                wiring.limits().pageSize(),
                done -> {
                  tally.add(Done.ARCHIVED);
                  Session stamped = done.session().toBuilder().archivedAt(now).build();
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
      later.add(new Postponement(key(due), due.dueAt(), options.putOff()));
    }

    private void lookAgain(DueSession due, @Nullable Instant at) {
      tally.add(Done.RESCHEDULED);
      Instant until = due.session().retentionExpiresAt();
      looks.add(new Restamp(key(due), until, until, at));
    }

    private SessionKey key(DueSession due) {
      return new SessionKey(due.session().organizationId(), due.session().id());
    }
  }
}
