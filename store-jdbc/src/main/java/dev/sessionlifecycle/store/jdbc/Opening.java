package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.OpenPolicy;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.RowStamps;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Opens sessions. It looks first and then writes; that somebody was faster in between shows in a
 * unique key, and then all of it is tried again.
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
    Optional<Session> same = tables.sessions().find(tx, key(draft));
    if (same.isPresent()) {
      return known(same.get());
    }
    ExternalRef ref = draft.externalRef();
    ExternalRefTable.Entry entry =
        ref == null
            ? null
            : tables.externalRefs().lock(tx, draft.organizationId(), ref).orElse(null);
    if (entry != null && entry.session() != null) {
      Optional<Session> owner =
          tables.sessions().find(tx, new SessionKey(draft.organizationId(), entry.session()));
      if (owner.isPresent()) {
        return known(owner.get());
      }
    }
    EarlyEnd early = entry == null ? null : entry.early();
    return early == null ? byPolicy(tx, intent, entry != null) : endAtOnce(tx, intent, early);
  }

  static OpenResult known(Session session) {
    return session.isEnded() ? new OpenResult.EndedEarly(session) : new OpenResult.Reused(session);
  }

  private OpenResult endAtOnce(Tx tx, OpenIntent intent, EarlyEnd early) {
    Session opened = insert(tx, intent, true, false);
    CloseIntent end = early.toIntent(key(opened), intent.draft().createdAt(), intent.terms());
    if (closing.close(tx, end) instanceof CloseReply.Closed closed) {
      return new OpenResult.EndedEarly(closed.session());
    }
    throw new RaceLost();
  }

  private OpenResult byPolicy(Tx tx, OpenIntent intent, boolean hasEntry) {
    if (intent.policy() == OpenPolicy.ALWAYS_NEW) {
      return new OpenResult.Opened(insert(tx, intent, hasEntry, false));
    }
    Session draft = intent.draft();
    Optional<Session> active =
        tables
            .sessions()
            .findActive(
                tx,
                draft.organizationId(),
                draft.endUserId(),
                draft.channel(),
                draft.sessionType());
    if (active.isEmpty()) {
      return new OpenResult.Opened(insert(tx, intent, hasEntry, true));
    }
    CloseIntent displaced = intent.displaced();
    if (displaced != null && active.get().status().isLive()) {
      Session old = displace(tx, displaced.forSession(key(active.get()), draft.id()));
      return new OpenResult.Superseded(insert(tx, intent, hasEntry, true), old);
    }
    return intent.policy() == OpenPolicy.REUSE
        ? new OpenResult.Reused(active.get())
        : new OpenResult.Rejected(active.get());
  }

  private Session displace(Tx tx, CloseIntent end) {
    CloseReply reply = closing.close(tx, end);
    if (reply instanceof CloseReply.Closed closed) {
      return closed.session();
    }
    throw new RaceLost();
  }

  /**
   * Writes the session, and gives it its external id: on the entry that is locked, or a new one.
   */
  private Session insert(Tx tx, OpenIntent intent, boolean hasEntry, boolean holdsKey) {
    nameIt(tx, intent.draft(), hasEntry);
    Instant now = tx.now();
    Session session = RowStamps.opened(intent.draft(), now);
    Instant checkAt = intent.checkIn() == null ? null : now.plus(intent.checkIn());
    tables.sessions().insert(tx, session, holdsKey, checkAt);
    tables.details().insert(tx, session);
    HistoryEntry entry = HistoryTable.opened(session, intent.triggeredBy());
    tables.history().insert(tx, key(session), Rows.month(session.createdAt()), entry);
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

  private static SessionKey key(Session session) {
    return new SessionKey(session.organizationId(), session.id());
  }
}
