package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TouchReply;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.MessageTable;
import dev.sessionlifecycle.store.jdbc.internal.row.PolicyTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The owner leases. They are stored in the session's own row, so that the statement that closes a
 * session sees whether one is held.
 */
public final class OwnerLeases implements OwnerStore {
  private final Transactions transactions;
  private final SessionTable sessions;
  private final HistoryTable history;
  private final MessageTable messages;
  private final PolicyTable policies;
  private final String acquire;
  private final String acquireAgain;
  private final String resume;
  private final String renew;
  private final String touch;
  private final String release;
  private final String chainIsDue;

  public OwnerLeases(
      SqlTemplates sql,
      Transactions transactions,
      SessionTable sessions,
      HistoryTable history,
      MessageTable messages,
      PolicyTable policies) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.history = history;
    this.messages = messages;
    this.policies = policies;
    acquire = sql.get("acquire_ownership");
    acquireAgain = sql.get("acquire_ownership_again");
    resume = sql.get("resume_ownership");
    renew = sql.get("renew_ownership");
    touch = sql.get("renew_ownership", "activity");
    release = sql.get("release_ownership");
    chainIsDue = sql.get("end_wait_for_owner");
  }

  @Override
  public OptionalLong acquire(
      SessionKey session, UUID owner, Duration lease, boolean buffering, Instant at) {
    return transactions.together(
        tx -> {
          LockedSession row = sessions.lock(tx, session).orElse(null);
          if (row == null || !row.session().status().isLive()) {
            return OptionalLong.empty();
          }
          Long held = row.heldToken();
          if (held != null) {
            boolean isOwn =
                tx.update(acquireAgain)
                        .bind("org", session.organizationId())
                        .bind("id", session.sessionId())
                        .bind("token", held)
                        .bind("owner", owner)
                        .bind("lease", SqlTemplates.micros(lease))
                        .bind("buffering", buffering)
                        .execute()
                    == 1;
            return isOwn ? OptionalLong.of(held) : OptionalLong.empty();
          }
          if (row.lapsedToken() != null) {
            Session taken = SessionRules.takenOver(row.session(), at);
            int entries = row.entries() + 1;
            sessions.save(tx, row, taken, entries, null);
            HistoryEntry entry = HistoryTable.takenOver(taken, entries, TriggeredBy.AGENT);
            history.insert(tx, session, row.month(), entry);
          }
          tx.update(acquire)
              .bind("org", session.organizationId())
              .bind("id", session.sessionId())
              .bind("owner", owner)
              .bind("lease", SqlTemplates.micros(lease))
              .bind("buffering", buffering)
              .execute();
          return OptionalLong.of(row.ownerToken() + 1);
        });
  }

  @Override
  public boolean resume(SessionKey session, long token, Duration lease, boolean buffering) {
    return transactions.single(
        tx ->
            tx.update(resume)
                    .bind("org", session.organizationId())
                    .bind("id", session.sessionId())
                    .bind("token", token)
                    .bind("lease", SqlTemplates.micros(lease))
                    .bind("buffering", buffering)
                    .execute()
                == 1);
  }

  @Override
  public boolean renew(SessionKey session, long token, Duration lease) {
    return transactions.single(tx -> prolong(tx, renew, session, token, lease));
  }

  /** One statement, unless the sweep is due to look at the session: a limit may have passed. */
  @Override
  public TouchReply touch(SessionKey session, long token, Duration lease, OverdueRule overdue) {
    return transactions.single(tx -> prolong(tx, touch, session, token, lease))
        ? new TouchReply.Touched()
        : transactions.together(tx -> touch(tx, session, token, lease, overdue));
  }

  private TouchReply touch(
      Transaction tx, SessionKey session, long token, Duration lease, OverdueRule overdue) {
    LockedSession row = sessions.lock(tx, session).orElse(null);
    if (row == null
        || !row.session().status().isLive()
        || row.ownerUntil() == null
        || row.ownerToken() != token) {
      return new TouchReply.NotHeld();
    }
    CloseIntent end = overdue.end(row.session(), row.now()).orElse(null);
    if (end != null) {
      return new TouchReply.Overdue(end);
    } else if (!row.isHeldBy(token)) {
      return new TouchReply.NotHeld();
    }
    sessions.save(tx, row, SessionRules.touched(row.session(), row.now()), row.entries(), null);
    prolong(tx, renew, session, token, lease);
    return new TouchReply.Touched();
  }

  private static boolean prolong(
      Transaction tx, String sql, SessionKey session, long token, Duration lease) {
    return tx.update(sql)
            .bind("org", session.organizationId())
            .bind("id", session.sessionId())
            .bind("token", token)
            .bind("lease", SqlTemplates.micros(lease))
            .execute()
        == 1;
  }

  @Override
  public Optional<Flushed> flush(
      SessionKey session,
      long token,
      List<Message> buffer,
      Instant at,
      RetentionPolicy defaultPolicy) {
    return transactions.together(
        tx -> {
          LockedSession row = sessions.lock(tx, session).orElse(null);
          if (row == null || !row.session().isEnded() || !row.buffering() || !row.isHeldBy(token)) {
            return Optional.empty();
          }
          // The chain stays locked from here: no worker can claim it before this transaction
          // commits.
          boolean isWaiting = bound(tx, chainIsDue, session, token) == 1;
          if (!isWaiting && row.session().finalizedAt() == null) {
            return Optional.empty();
          }
          List<StoredMessage> fresh =
              AppendRules.fresh(row.session(), buffer, messages.known(tx, row, buffer));
          messages.insert(tx, row, fresh);
          RetentionPolicy policy = policies.deciding(tx, row.session(), defaultPolicy);
          Session flushed = SessionRules.flushed(row.session(), fresh, at, policy);
          sessions.saveRestamped(tx, row, flushed, row.entries(), policy, true);
          return Optional.of(new Flushed(row.session(), flushed));
        });
  }

  @Override
  public boolean release(SessionKey session, long token) {
    return transactions.together(
        tx -> {
          boolean wasHeld = bound(tx, release, session, token) == 1;
          if (wasHeld) {
            bound(tx, chainIsDue, session, token);
          }
          return wasHeld;
        });
  }

  private static int bound(Transaction tx, String sql, SessionKey session, long token) {
    return tx.update(sql)
        .bind("org", session.organizationId())
        .bind("id", session.sessionId())
        .bind("token", token)
        .execute();
  }
}
