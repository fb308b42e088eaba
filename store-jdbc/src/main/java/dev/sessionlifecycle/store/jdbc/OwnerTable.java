package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The owner leases. They stand on the session's own row, so that who ends the session sees what is
 * true at that moment, in the same statement.
 */
final class OwnerTable implements OwnerStore {
  private final Units units;
  private final SessionTable sessions;
  private final MessageTable messages;
  private final String acquire;
  private final String resume;
  private final String renew;
  private final String touch;
  private final String release;
  private final String chainIsDue;

  OwnerTable(SqlText sql, Units units, SessionTable sessions, MessageTable messages) {
    this.units = units;
    this.sessions = sessions;
    this.messages = messages;
    String key = " WHERE organization_id = :org AND id = :id";
    String last = key + " AND owner_token = :token";
    String held = last + " AND owner_until > {now}";
    String look = " check_at = LEAST(COALESCE(check_at, {now+lease}), {now+lease})";
    resume =
        sql.of(
            "UPDATE {session} SET owner_until = {now+lease}, owner_buffering = :buffering,"
                + look
                + last
                + " AND owner_until IS NOT NULL AND "
                + Words.isLive("status"));
    acquire =
        sql.of(
            "UPDATE {session} SET owner_id = :owner, owner_token = owner_token + 1,"
                + " owner_until = {now+lease}, owner_buffering = :buffering,"
                + look
                + key);
    String prolong = "UPDATE {session} SET owner_until = {now+lease}";
    String live = held + " AND " + Words.isLive("status");
    renew = sql.of(prolong + live);
    touch = sql.of(prolong + ", last_activity_at = GREATEST(last_activity_at, {now})" + live);
    release = sql.of("UPDATE {session} SET owner_until = NULL" + held);
    chainIsDue =
        sql.of(
            "UPDATE {chain} SET due_at = {now}, waits_for = NULL"
                + " WHERE organization_id = :org AND session_id = :id AND waits_for = :token");
  }

  @Override
  public OptionalLong acquire(SessionKey session, UUID owner, Duration lease, boolean buffering) {
    return units.together(
        tx -> {
          LockedRow row = sessions.lock(tx, session).orElse(null);
          if (row == null || !row.session().status().isLive() || row.heldToken() != null) {
            return OptionalLong.empty();
          }
          tx.update(acquire)
              .bind("org", session.organizationId())
              .bind("id", session.sessionId())
              .bind("owner", owner)
              .bind("lease", Micros.of(lease))
              .bind("buffering", buffering)
              .execute();
          return OptionalLong.of(row.ownerToken() + 1);
        });
  }

  @Override
  public boolean resume(SessionKey session, long token, Duration lease, boolean buffering) {
    return units.single(
        tx ->
            tx.update(resume)
                    .bind("org", session.organizationId())
                    .bind("id", session.sessionId())
                    .bind("token", token)
                    .bind("lease", Micros.of(lease))
                    .bind("buffering", buffering)
                    .execute()
                == 1);
  }

  @Override
  public boolean renew(SessionKey session, long token, Duration lease) {
    return prolong(renew, session, token, lease);
  }

  @Override
  public boolean touch(SessionKey session, long token, Duration lease) {
    return prolong(touch, session, token, lease);
  }

  private boolean prolong(String sql, SessionKey session, long token, Duration lease) {
    return units.single(
        tx ->
            tx.update(sql)
                    .bind("org", session.organizationId())
                    .bind("id", session.sessionId())
                    .bind("token", token)
                    .bind("lease", Micros.of(lease))
                    .execute()
                == 1);
  }

  @Override
  public boolean flush(SessionKey session, long token, List<Message> buffer, Instant at) {
    return units.together(
        tx -> {
          LockedRow row = sessions.lock(tx, session).orElse(null);
          if (row == null || !row.session().isEnded() || !row.buffering() || !row.isHeldBy(token)) {
            return false;
          }
          // From here on the chain is locked, so that nobody begins it before this is committed.
          boolean isWaiting = bound(tx, chainIsDue, session, token) == 1;
          if (!isWaiting && row.session().finalizedAt() == null) {
            return false;
          }
          List<StoredMessage> fresh =
              AppendRules.fresh(row.session(), buffer, messages.known(tx, row, buffer));
          messages.insert(tx, row, fresh);
          Session flushed = SessionRules.flushed(row.session(), fresh, at);
          sessions.saveEnded(tx, row, flushed, row.entries(), null, true);
          return true;
        });
  }

  @Override
  public boolean release(SessionKey session, long token) {
    return units.together(
        tx -> {
          boolean wasHeld = bound(tx, release, session, token) == 1;
          if (wasHeld) {
            bound(tx, chainIsDue, session, token);
          }
          return wasHeld;
        });
  }

  private static int bound(Tx tx, String sql, SessionKey session, long token) {
    return tx.update(sql)
        .bind("org", session.organizationId())
        .bind("id", session.sessionId())
        .bind("token", token)
        .execute();
  }
}
