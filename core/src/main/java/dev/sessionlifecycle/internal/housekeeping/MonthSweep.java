package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.HousekeepingOptions;
import dev.sessionlifecycle.MonthsReport;
import dev.sessionlifecycle.MonthsReport.Fate;
import dev.sessionlifecycle.MonthsReport.Month;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Disposes of whole months where everything in them may be purged. */
final class MonthSweep {
  private final SessionStore store;
  private final Wiring wiring;
  private final HousekeepingOptions options;
  private final Pace pace;

  MonthSweep(SessionStore store, Wiring wiring, HousekeepingOptions options, Pace pace) {
    this.store = store;
    this.wiring = wiring;
    this.options = options;
    this.pace = pace;
  }

  MonthsReport run(int mostSessions) {
    Optional<MonthStore> parts = store.months();
    return new MonthsReport(
        parts.isEmpty()
            ? List.of()
            : parts.get().past().stream()
                .map(month -> dispose(parts.get(), month, mostSessions))
                .toList());
  }

  private Month dispose(MonthStore parts, YearMonth month, int mostSessions) {
    MonthStore.Look look = parts.look(month, mostSessions + 1);
    if (look.sessions().size() > mostSessions) {
      return new Month(month, Fate.TOO_MANY, 0);
    }
    PolicyBook book = new PolicyBook(store.policies(), wiring.terms().fallback());
    DisposalBatch batch = new DisposalBatch(options, pace);
    for (DueSession due : look.sessions()) {
      PolicyBook.Chosen chosen = book.of(due.session());
      Fate kept =
          keptBy(
              RetentionDecision.of(
                  due.session(), chosen.policy(), due.held(), due.parked(), look.now()));
      if (kept != null) {
        return new Month(month, kept, 0);
      }
      batch.add(due, chosen, Disposal.PURGE);
    }
    MonthStore.Reply reply = parts.dispose(month, batch.intents(wiring));
    return new Month(
        month,
        reply.kept() == null ? Fate.GONE : keptBy(reply.kept()),
        reply.receipts().stream().mapToLong(Receipt::sessions).sum());
  }

  private static @Nullable Fate keptBy(RetentionDecision decision) {
    if (decision instanceof RetentionDecision.Dispose dispose) {
      return dispose.how() == Disposal.PURGE ? null : Fate.TO_ANONYMIZE;
    } else if (decision instanceof RetentionDecision.Blocked blocked) {
      return switch (blocked.by()) {
        case LIVE -> Fate.LIVE;
        case HELD -> Fate.HELD;
        case UNFINISHED -> Fate.UNFINISHED;
      };
    }
    return decision instanceof RetentionDecision.Archive ? Fate.TO_ARCHIVE : Fate.KEPT;
  }

  private static Fate keptBy(Refusal refusal) {
    return switch (refusal) {
      case LIVE -> Fate.LIVE;
      case HELD -> Fate.HELD;
      case UNFINISHED -> Fate.UNFINISHED;
      case NOT_DUE -> Fate.KEPT;
      case NOT_ARCHIVED -> Fate.TO_ARCHIVE;
      case BUSY, MISSING -> Fate.BUSY;
    };
  }
}
