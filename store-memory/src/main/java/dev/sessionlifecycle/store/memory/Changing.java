package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.RowStamps;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What changes one session without ending it: append, transition, enrich. */
final class Changing {

  private final Data data;

  Changing(Data data) {
    this.data = data;
  }

  AppendReply append(AppendIntent intent) {
    SessionCell cell = data.cell(intent.session());
    if (cell == null) {
      return new AppendReply.Missing();
    }
    synchronized (cell) {
      if (!cell.row.status().isLive()) {
        return new AppendReply.NotLive(cell.row);
      }
      if (!intent.isAllowedBy(cell.lastToken)) {
        return new AppendReply.NotOwner(cell.row);
      }
      for (Message message : intent.messages()) {
        if (cell.messages.conflicts(message)) {
          return new AppendReply.Conflict(MessageLog.idOf(message));
        }
      }
      cell.write(intent.messages(), intent.at(), data.now());
      return new AppendReply.Done(stored(cell.messages, intent.messages()));
    }
  }

  private static List<StoredMessage> stored(MessageLog log, List<Message> messages) {
    return messages.stream()
        .map(message -> Objects.requireNonNull(log.find(MessageLog.idOf(message))))
        .toList();
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
