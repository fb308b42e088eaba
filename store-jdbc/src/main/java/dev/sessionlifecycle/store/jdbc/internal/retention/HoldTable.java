package dev.sessionlifecycle.store.jdbc.internal.retention;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The holds, and the guard row of each organization, which makes holds and disposals exclude each
 * other. It is not enough that a disposal sees no hold, since one may be placed before the disposal
 * commits. A hold on one session increments a counter in the session's row, which a disposal locks;
 * any other hold takes an exclusive lock on the guard, on which a disposal holds a shared one.
 */
public final class HoldTable implements HoldStore {
  private static final UUID NIL = new UUID(0, 0);

  private final Transactions transactions;
  private final String find;
  private final String insert;
  private final String release;
  private final String count;
  private final String list;
  private final String listInForce;
  private final String covering;
  private final String shareGuard;
  private final String lockGuard;
  private final String insertGuard;

  public HoldTable(SqlTemplates sql, Transactions transactions) {
    this.transactions = transactions;
    find = sql.get("find_hold");
    insert = sql.get("insert_hold");
    release = sql.get("release_hold");
    count = sql.get("count_hold");
    list = sql.get("list_holds");
    listInForce = sql.get("list_holds_in_force");
    covering = sql.get("holds_covering_session");
    shareGuard = sql.get("share_guard");
    lockGuard = sql.get("lock_guard");
    insertGuard = sql.get("insert_guard");
  }

  /**
   * Prevents holds from being placed until the transaction ends; several disposals may share the
   * guard.
   */
  void shareGuard(Transaction tx, UUID organization) {
    guard(tx, shareGuard, organization);
  }

  /** Inserting the row also locks it; a concurrent insert waits and is then retried. */
  private void guard(Transaction tx, String lock, UUID organization) {
    if (tx.query(lock).bind("org", organization).mapTo(Integer.class).findOne().isEmpty()) {
      Transaction.insertOrLose(tx.update(insertGuard).bind("org", organization));
    }
  }

  @Override
  public Optional<Hold> place(Hold hold) {
    return transactions.together(
        tx -> {
          Optional<Hold> known = find(tx, hold.organizationId(), hold.id());
          if (known.isPresent()) {
            return known;
          }
          if (hold.scope() instanceof HoldScope.OnSession on) {
            if (count(tx, hold.organizationId(), on.sessionId(), hold.isInForce() ? 1 : 0) == 0) {
              return Optional.empty();
            }
          } else {
            guard(tx, lockGuard, hold.organizationId());
          }
          insert(tx, hold);
          return Optional.of(hold);
        });
  }

  private void insert(Transaction tx, Hold hold) {
    HoldScope scope = hold.scope();
    UUID session = scope instanceof HoldScope.OnSession on ? on.sessionId() : null;
    UUID user = scope instanceof HoldScope.OnEndUser on ? on.endUserId() : null;
    Transaction.insertOrLose(
        tx.update(insert)
            .bind("org", hold.organizationId())
            .bind("id", hold.id())
            .bind("session", session)
            .bind("user", user)
            .bind("why", hold.why())
            .bind("by", hold.placedBy())
            .bind("at", hold.placedAt())
            .bind("releasedBy", hold.releasedBy())
            .bind("releasedAt", hold.releasedAt()));
  }

  private int count(Transaction tx, UUID organization, UUID session, int more) {
    return tx.update(count)
        .bind("org", organization)
        .bind("session", session)
        .bind("more", more)
        .execute();
  }

  @Override
  public Optional<Hold> release(UUID organizationId, UUID holdId, String by, Instant at) {
    return transactions.together(
        tx -> {
          boolean isReleased =
              tx.update(release)
                      .bind("org", organizationId)
                      .bind("id", holdId)
                      .bind("by", by)
                      .bind("at", at)
                      .execute()
                  == 1;
          Optional<Hold> hold = find(tx, organizationId, holdId);
          if (isReleased
              && hold.isPresent()
              && hold.get().scope() instanceof HoldScope.OnSession on) {
            count(tx, organizationId, on.sessionId(), -1);
          }
          return hold;
        });
  }

  private Optional<Hold> find(Transaction tx, UUID organization, UUID id) {
    return tx.query(find)
        .bind("org", organization)
        .bind("id", id)
        .map((row, ctx) -> hold(row))
        .findOne();
  }

  @Override
  public List<Hold> list(
      UUID organizationId, boolean inForceOnly, @Nullable UUID after, int limit) {
    return transactions.single(
        tx ->
            tx.query(inForceOnly ? listInForce : list)
                .bind("org", organizationId)
                .bind("after", after == null ? NIL : after)
                .bind("limit", limit)
                .map((row, ctx) -> hold(row))
                .list());
  }

  @Override
  public List<Hold> covering(SessionKey session) {
    return transactions.single(
        tx ->
            tx.query(covering)
                .bind("org", session.organizationId())
                .bind("session", session.sessionId())
                .map((row, ctx) -> hold(row))
                .list());
  }

  private static Hold hold(ResultSet row) throws SQLException {
    UUID session = Columns.idOrNull(row, 3);
    UUID user = Columns.idOrNull(row, 4);
    HoldScope scope =
        session != null
            ? HoldScope.session(session)
            : user != null ? HoldScope.endUser(user) : HoldScope.organization();
    return new Hold(
        Columns.id(row, 1),
        Columns.id(row, 2),
        scope,
        row.getString(5),
        row.getString(6),
        Columns.time(row, 7),
        row.getString(8),
        Columns.timeOrNull(row, 9));
  }
}
