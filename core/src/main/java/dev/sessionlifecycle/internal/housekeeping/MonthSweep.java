package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Month;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Result;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Purges whole months in which every session may be purged. */
record MonthSweep(
    SessionStore store, LifecycleContext wiring, HousekeepingConfig keeping, AdaptiveBatcher pace) {
  MonthPurgeReport run(int mostSessions) {
    Optional<MonthStore> parts = store.months();
    return new MonthPurgeReport(
        parts.isEmpty()
            ? List.of()
            : parts.get().past().stream()
                .map(month -> dispose(parts.get(), month, mostSessions))
                .toList());
  }

  private Month dispose(MonthStore parts, YearMonth month, int mostSessions) {
    MonthStore.MonthSessions look = parts.read(month, mostSessions + 1);
    if (look.sessions().size() > mostSessions) {
      return new Month(month, Result.TOO_MANY, 0);
    }
    PolicyCache book = new PolicyCache(store.policies(), wiring.closeDefaults().defaultPolicy());
    LinkedDataEraser linked = new LinkedDataEraser(store, keeping);
    DisposalBatch batch = new DisposalBatch(keeping.options(), pace, linked);
    for (DueSession due : look.sessions()) {
      PolicyCache.Chosen chosen = book.of(due.session());
      Result kept =
          keptBy(
              RetentionDecision.of(
                  due.session(), chosen.policy(), due.held(), due.parked(), look.now()));
      if (kept != null) {
        return new Month(month, kept, 0);
      }
      batch.add(due, chosen, Disposal.PURGE);
    }
    List<DisposalIntent> intents = batch.intents(wiring);
    for (DisposalIntent intent : intents) {
      Result kept = keptBy(linked.prepare(intent));
      if (kept != null) {
        return new Month(month, kept, 0);
      }
    }
    MonthStore.Reply reply = parts.dispose(month, intents);
    return new Month(
        month,
        reply.kept() == null ? Result.GONE : keptBy(reply.kept()),
        reply.receipts().stream().mapToLong(Receipt::sessions).sum());
  }

  private static @Nullable Result keptBy(RetentionDecision decision) {
    if (decision instanceof RetentionDecision.Dispose dispose) {
      return dispose.how() == Disposal.PURGE ? null : Result.TO_ANONYMIZE;
    } else if (decision instanceof RetentionDecision.Blocked blocked) {
      return switch (blocked.by()) {
        case LIVE -> Result.LIVE;
        case HELD -> Result.HELD;
        case UNFINISHED -> Result.UNFINISHED;
      };
    }
    return decision instanceof RetentionDecision.Archive ? Result.TO_ARCHIVE : Result.KEPT;
  }

  private static @Nullable Result keptBy(LinkedDataEraser.Prepared prepared) {
    for (Refusal refusal : prepared.refused().values()) {
      if (refusal != Refusal.MISSING) {
        return keptBy(refusal);
      }
    }
    for (NotDone failed : prepared.failed().values()) {
      return failed == NotDone.MEMORY_FAILED ? Result.MEMORY_FAILED : Result.RECORDINGS_FAILED;
    }
    return null;
  }

  private static Result keptBy(Refusal refusal) {
    return switch (refusal) {
      case LIVE -> Result.LIVE;
      case HELD -> Result.HELD;
      case UNFINISHED -> Result.UNFINISHED;
      case NOT_DUE -> Result.KEPT;
      case NOT_ARCHIVED -> Result.TO_ARCHIVE;
      case BUSY, MISSING -> Result.BUSY;
    };
  }
}
