package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.rules.SessionRules;

/** Moves live sessions and enriches ended ones, under the lock of the session's row. */
final class Moving {
  private final Tables tables;

  Moving(Tables tables) {
    this.tables = tables;
  }

  TransitionReply transition(Tx tx, TransitionIntent intent) {
    LockedRow row = tables.sessions().lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new TransitionReply.Missing();
    }
    Session session = row.session();
    if (session.isEnded()) {
      return new TransitionReply.AlreadyEnded(session);
    } else if (session.status() == intent.to()) {
      return new TransitionReply.Moved(session);
    } else if (!Transitions.allows(session.status(), intent.to())) {
      return new TransitionReply.Illegal(session);
    }
    Session moved = SessionRules.moved(session, intent.to(), intent.at(), row.now());
    int entries = row.entries() + 1;
    tables
        .sessions()
        .save(
            tx,
            row,
            moved,
            entries,
            SessionRules.firstCheckAfter(
                session, intent.to(), intent.firstCheckAfter(), row.now()));
    HistoryEntry entry =
        new HistoryEntry(
            entries,
            HistoryEntry.Kind.MOVED,
            session.status(),
            moved.status(),
            null,
            intent.triggeredBy(),
            moved.updatedAt());
    tables.history().insert(tx, row.key(), row.month(), entry);
    return new TransitionReply.Moved(moved);
  }

  EnrichReply enrich(Tx tx, EnrichIntent intent) {
    LockedRow row = tables.sessions().lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new EnrichReply.Missing();
    } else if (!SessionRules.mayEnrich(row.session())) {
      return new EnrichReply.NotEnrichable(row.session());
    }
    Session enriched = SessionRules.enriched(row.session(), intent);
    int entries = row.entries() + 1;
    tables.sessions().save(tx, row, enriched, entries, null);
    HistoryEntry entry =
        new HistoryEntry(
            entries,
            HistoryEntry.Kind.ENRICHED,
            enriched.status(),
            enriched.status(),
            enriched.reason(),
            intent.triggeredBy(),
            enriched.updatedAt());
    tables.history().insert(tx, row.key(), row.month(), entry);
    return new EnrichReply.Enriched(enriched);
  }
}
