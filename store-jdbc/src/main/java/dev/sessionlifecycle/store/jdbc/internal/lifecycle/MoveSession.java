package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.store.jdbc.internal.row.ChainTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.PolicyTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.time.Duration;

/** Moves live sessions and enriches ended ones, holding the lock on the session's row. */
public final class MoveSession {
  private final SessionTable sessions;
  private final HistoryTable history;
  private final PolicyTable policies;
  private final ChainTable chains;

  public MoveSession(
      SessionTable sessions, HistoryTable history, PolicyTable policies, ChainTable chains) {
    this.policies = policies;
    this.chains = chains;
    this.sessions = sessions;
    this.history = history;
  }

  public TransitionReply transition(Transaction tx, TransitionIntent intent) {
    LockedSession row = sessions.lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new TransitionReply.Missing();
    }
    Session session = row.session();
    TransitionReply reply = SessionRules.judge(session, intent, row.now());
    if (reply instanceof TransitionReply.Moved done) {
      save(tx, row, done.session(), intent);
    }
    return reply;
  }

  private void save(Transaction tx, LockedSession row, Session moved, TransitionIntent intent) {
    Session session = row.session();
    if (session.status() == moved.status()) {
      sessions.save(tx, row, moved, row.entries(), null);
      return;
    }
    int entries = row.entries() + 1;
    Duration sweepDueIn =
        SessionRules.firstCheckAfter(session, intent.to(), intent.firstCheckAfter(), row.now());
    sessions.save(tx, row, moved, entries, sweepDueIn);
    HistoryEntry entry =
        new HistoryEntry(
            entries,
            HistoryEntry.Kind.MOVED,
            session.status(),
            moved.status(),
            intent.reason(),
            StoringRules.triggeredBy(moved.storing(), intent.triggeredBy()),
            moved.updatedAt());
    history.insert(tx, row.key(), row.month(), entry);
  }

  public EnrichReply enrich(Transaction tx, EnrichIntent intent) {
    chains.lockToEnrich(tx, intent.session());
    LockedSession row = sessions.lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new EnrichReply.Missing();
    }
    boolean wasCorrected =
        intent.kind() == HistoryEntry.Kind.CORRECTED
            && history.has(tx, row.key(), HistoryEntry.Kind.CORRECTED);
    if (!SessionRules.mayEnrich(row.session(), intent, wasCorrected)) {
      return new EnrichReply.NotEnrichable(row.session());
    }
    RetentionPolicy policy = policies.deciding(tx, row.session(), intent.defaultPolicy());
    Session enriched = SessionRules.enriched(row.session(), intent, policy);
    int entries = row.entries() + 1;
    sessions.saveRestamped(tx, row, enriched, entries, policy, false);
    HistoryEntry entry =
        new HistoryEntry(
            entries,
            intent.kind(),
            enriched.status(),
            enriched.status(),
            enriched.reason(),
            StoringRules.triggeredBy(enriched.storing(), intent.triggeredBy()),
            enriched.updatedAt());
    history.insert(tx, row.key(), row.month(), entry);
    chains.enrich(tx, row.key());
    return new EnrichReply.Enriched(row.session(), enriched);
  }
}
