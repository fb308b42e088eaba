package dev.sessionlifecycle.store.jdbc;

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
import java.time.Instant;
import java.util.Optional;

/**
 * Opens sessions. It reads first and then writes; if another transaction was faster in between, a
 * unique key is violated and the whole opening is tried again.
 */
final class Opening {
  private final Tables tables;
  private final Closing closing;

  Opening(Tables tables, Closing closing) {
    this.tables = tables;
    this.closing = closing;
  }

  OpenResult open(Tx tx, OpenIntent intent) {
    Session draft = intent.draft();
    ExternalRef ref = draft.externalRef();
    Session known = tables.sessions().find(tx, SessionKey.of(draft)).orElse(null);
    ExternalRefTable.Entry entry =
        known != null || ref == null
            ? null
            : tables.externalRefs().lock(tx, draft.organizationId(), ref).orElse(null);
    if (entry != null && entry.session() != null) {
      SessionKey named = new SessionKey(draft.organizationId(), entry.session());
      known = tables.sessions().find(tx, named).orElse(null);
    }
    EarlyEnd early = entry == null ? null : entry.early();
    Session holder =
        known == null && early == null && OpenRules.needsActiveKey(intent)
            ? holder(tx, draft).orElse(null)
            : null;
    OpenDecision decision = OpenRules.decide(intent, known, early, holder);
    return carryOut(tx, decision, intent, entry != null);
  }

  private Optional<Session> holder(Tx tx, Session draft) {
    return tables
        .sessions()
        .findActive(
            tx, draft.organizationId(), draft.endUserId(), draft.channel(), draft.sessionType());
  }

  private OpenResult carryOut(Tx tx, OpenDecision decision, OpenIntent intent, boolean hasEntry) {
    if (decision instanceof OpenDecision.Existing existing) {
      return existing.result();
    } else if (decision instanceof OpenDecision.InsertEnded insert) {
      insert(tx, intent, hasEntry, false);
      return new OpenResult.AlreadyEnded(close(tx, insert.end()));
    } else if (decision instanceof OpenDecision.Supersede supersede) {
      Session old = close(tx, supersede.end());
      return new OpenResult.Superseded(insert(tx, intent, hasEntry, true), old);
    }
    boolean holdsKey = OpenRules.needsActiveKey(intent);
    return new OpenResult.Opened(insert(tx, intent, hasEntry, holdsKey));
  }

  private Session close(Tx tx, CloseIntent end) {
    CloseReply reply = closing.close(tx, end);
    if (reply instanceof CloseReply.Closed closed) {
      return closed.session();
    }
    throw new RaceLost();
  }

  /** Writes the session and its external id: into the entry that is locked, or into a new one. */
  private Session insert(Tx tx, OpenIntent intent, boolean hasEntry, boolean holdsKey) {
    nameIt(tx, intent.draft(), hasEntry);
    Instant now = tx.now();
    Session session = SessionRules.opened(intent.draft(), now);
    Instant checkAt = intent.firstCheckAfter() == null ? null : now.plus(intent.firstCheckAfter());
    tables.sessions().insert(tx, session, holdsKey, checkAt);
    tables.details().insert(tx, session);
    HistoryEntry entry = HistoryTable.opened(session, intent.triggeredBy());
    tables.history().insert(tx, SessionKey.of(session), Rows.month(session.createdAt()), entry);
    return session;
  }

  private void nameIt(Tx tx, Session draft, boolean hasEntry) {
    ExternalRef ref = draft.externalRef();
    if (ref != null && hasEntry) {
      tables.externalRefs().take(tx, draft.organizationId(), ref, draft.id());
    } else if (ref != null) {
      tables.externalRefs().insert(tx, draft.organizationId(), ref, draft.id());
    }
  }
}
