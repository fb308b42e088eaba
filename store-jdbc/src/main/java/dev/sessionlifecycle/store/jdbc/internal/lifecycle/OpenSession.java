package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.OpenDecision;
import dev.sessionlifecycle.spi.rules.OpenRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.store.jdbc.internal.row.ExternalRefTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.time.Instant;
import java.util.Optional;

/**
 * Opens a session. It reads first and then writes; if another transaction interferes in between, a
 * unique key is violated and the whole operation is retried.
 */
public final class OpenSession {
  private final SessionTable sessions;
  private final HistoryTable history;
  private final ExternalRefTable externalRefs;
  private final CloseSession closing;

  public OpenSession(
      SessionTable sessions,
      HistoryTable history,
      ExternalRefTable externalRefs,
      CloseSession closing) {
    this.sessions = sessions;
    this.history = history;
    this.externalRefs = externalRefs;
    this.closing = closing;
  }

  public OpenResult open(Transaction tx, OpenIntent intent) {
    Session draft = intent.draft();
    ExternalRef ref = draft.externalRef();
    Session known = sessions.find(tx, SessionKey.of(draft)).orElse(null);
    ExternalRefTable.Entry entry =
        known != null || ref == null
            ? null
            : externalRefs.lock(tx, draft.organizationId(), ref).orElse(null);
    if (entry != null && entry.session() != null) {
      SessionKey sameExternalId = new SessionKey(draft.organizationId(), entry.session());
      known = sessions.find(tx, sameExternalId).orElse(null);
    }
    EarlyEnd kept = entry == null ? null : entry.early();
    EarlyEnd early = kept == null || kept.isOlderThan(intent) ? null : kept;
    Session holder =
        known == null && early == null && OpenRules.needsActiveKey(intent)
            ? holder(tx, draft).orElse(null)
            : null;
    OpenDecision decision = OpenRules.decide(intent, known, early, holder, tx.now());
    return carryOut(tx, decision, intent, entry != null);
  }

  private Optional<Session> holder(Transaction tx, Session draft) {
    return sessions.findActive(
        tx, draft.organizationId(), draft.endUserId(), draft.channel(), draft.sessionType());
  }

  private OpenResult carryOut(
      Transaction tx, OpenDecision decision, OpenIntent intent, boolean hasEntry) {
    if (decision instanceof OpenDecision.Existing existing) {
      return existing.result();
    } else if (decision instanceof OpenDecision.InsertEnded insert) {
      insert(tx, intent, hasEntry, false);
      return new OpenResult.AlreadyEnded(close(tx, insert.end()), true);
    } else if (decision instanceof OpenDecision.Supersede supersede) {
      Session old = close(tx, supersede.end());
      return new OpenResult.Superseded(insert(tx, supersede.intent(), hasEntry, true), old);
    }
    boolean holdsKey = OpenRules.needsActiveKey(intent);
    return new OpenResult.Opened(insert(tx, intent, hasEntry, holdsKey));
  }

  private Session close(Transaction tx, CloseIntent end) {
    if (closing.close(tx, end) instanceof CloseReply.Closed closed) {
      return closed.session();
    }
    throw new LostRaceException();
  }

  /**
   * Writes the session, and its external id if it has one.
   *
   * @param hasEntry whether the entry of the external id exists and is locked
   */
  private Session insert(Transaction tx, OpenIntent intent, boolean hasEntry, boolean holdsKey) {
    insertExternalRef(tx, intent.draft(), hasEntry);
    Instant now = tx.now();
    Session session = SessionRules.opened(intent.draft(), now);
    Instant sweepDueAt =
        intent.firstCheckAfter() == null ? null : now.plus(intent.firstCheckAfter());
    sessions.insert(tx, session, holdsKey, sweepDueAt);
    HistoryEntry entry =
        HistoryTable.opened(
            session, StoringRules.triggeredBy(session.storing(), intent.triggeredBy()));
    history.insert(tx, SessionKey.of(session), Columns.month(session.createdAt()), entry);
    return session;
  }

  private void insertExternalRef(Transaction tx, Session draft, boolean hasEntry) {
    ExternalRef ref = draft.externalRef();
    if (ref != null && hasEntry) {
      externalRefs.take(tx, draft.organizationId(), ref, draft.id());
    } else if (ref != null) {
      externalRefs.insert(tx, draft.organizationId(), ref, draft.id());
    }
  }
}
