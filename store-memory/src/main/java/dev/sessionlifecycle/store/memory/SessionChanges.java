package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.time.Instant;

/** Changes one session without ending it: append, transition, enrich. */
record SessionChanges(MemoryState data) {
  AppendReply append(AppendIntent intent) {
    SessionCell cell = data.cell(intent.session());
    if (cell == null) {
      return new AppendReply.Missing();
    }
    synchronized (cell) {
      AppendDecision decision =
          AppendRules.judge(cell.row, cell.lastToken, intent, cell.messages, data.now());
      cell.add(decision.fresh());
      cell.row = decision.session();
      return decision.reply();
    }
  }

  TransitionReply transition(TransitionIntent intent) {
    SessionCell cell = data.cell(intent.session());
    if (cell == null) {
      return new TransitionReply.Missing();
    }
    synchronized (cell) {
      Session row = cell.row;
      SessionStatus from = row.status();
      if (row.isEnded()) {
        return new TransitionReply.AlreadyEnded(row);
      }
      if (from != intent.to()) {
        if (!Transitions.allows(from, intent.to())) {
          return new TransitionReply.Illegal(row);
        }
        Instant now = data.now();
        Duration checkIn =
            SessionRules.firstCheckAfter(row, intent.to(), intent.firstCheckAfter(), now);
        if (checkIn != null) {
          data.pullCheck(cell, now.plus(checkIn));
        }
        cell.row = SessionRules.moved(row, intent.to(), intent.at(), now);
        cell.record(HistoryEntry.Kind.MOVED, from, null, intent.triggeredBy());
      }
      return new TransitionReply.Moved(cell.row);
    }
  }

  EnrichReply enrich(EnrichIntent intent) {
    SessionCell cell = data.cell(intent.session());
    if (cell == null) {
      return new EnrichReply.Missing();
    }
    synchronized (cell) {
      Session row = cell.row;
      if (!SessionRules.mayEnrich(row)) {
        return new EnrichReply.NotEnrichable(row);
      }
      cell.row = SessionRules.enriched(row, intent);
      cell.record(
          HistoryEntry.Kind.ENRICHED,
          row.status(),
          intent.endReason().reason(),
          intent.triggeredBy());
      return new EnrichReply.Enriched(cell.row);
    }
  }
}
