package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.spi.AppendDecision;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.AppendRules;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.RowStamps;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.time.Duration;
import java.time.Instant;

/** Changes to one session other than ending it: append, transition, enrich. */
final class SessionChanges {

  private final Data data;

  SessionChanges(Data data) {
    this.data = data;
  }

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
        Duration checkIn = RowStamps.checkIn(row, intent.to(), intent.checkIn(), now);
        if (checkIn != null) {
          data.pullCheck(cell, now.plus(checkIn));
        }
        cell.row = RowStamps.moved(row, intent.to(), intent.at(), now);
        cell.record(HistoryEntry.Kind.MOVED, from, null, intent.triggeredBy());
      }
      return new TransitionReply.Done(cell.row);
    }
  }

  EnrichReply enrich(EnrichIntent intent) {
    SessionCell cell = data.cell(intent.session());
    if (cell == null) {
      return new EnrichReply.Missing();
    }
    synchronized (cell) {
      Session row = cell.row;
      if (!RowStamps.mayEnrich(row)) {
        return new EnrichReply.NotMet(row);
      }
      cell.row = RowStamps.enriched(row, intent);
      cell.record(
          HistoryEntry.Kind.ENRICHED,
          row.status(),
          intent.verdict().reason(),
          intent.triggeredBy());
      return new EnrichReply.Done(cell.row);
    }
  }
}
