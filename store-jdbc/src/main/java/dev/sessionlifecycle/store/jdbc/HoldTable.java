package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The holds. One on a session is counted on the session's row, which a disposal locks; any other is
 * placed while the organization's guard is locked, which a disposal shares.
 */
final class HoldTable implements HoldStore {
  private static final UUID LEAST = new UUID(0, 0);

  private final Units units;
  private final GuardTable guards;
  private final String find;
  private final String insert;
  private final String release;
  private final String count;
  private final String pageAll;
  private final String pageInForce;
  private final String covering;

  HoldTable(SqlText sql, Units units, GuardTable guards) {
    this.units = units;
    this.guards = guards;
    String columns =
        "SELECT h.organization_id, h.id, h.session_id, h.end_user_id, h.why, h.placed_by,"
            + " h.placed_at, h.released_by, h.released_at FROM {hold} h";
    find = sql.of(columns + " WHERE h.organization_id = :org AND h.id = :id");
    insert =
        sql.of(
            """
            INSERT INTO {hold} (organization_id, id, session_id, end_user_id, why, placed_by,
              placed_at, released_by, released_at)
            VALUES (:org, :id, :session, :user, :why, :by, :at, :releasedBy, :releasedAt)""");
    release =
        sql.of(
            "UPDATE {hold} SET released_by = :by, released_at = :at"
                + " WHERE organization_id = :org AND id = :id AND released_at IS NULL");
    count =
        sql.of(
            "UPDATE {session} SET hold_count = hold_count + :more"
                + " WHERE organization_id = :org AND id = :session");
    String after = columns + " WHERE h.organization_id = :org AND h.id > :after";
    String page = " ORDER BY h.id LIMIT :limit";
    pageAll = sql.of(after + page);
    pageInForce = sql.of(after + " AND h.released_at IS NULL" + page);
    covering =
        sql.of(
            columns
                + " JOIN {session} s ON s.organization_id = h.organization_id AND s.id = :session"
                + " WHERE h.organization_id = :org AND h.released_at IS NULL"
                + " AND (h.session_id = s.id OR h.end_user_id = s.end_user_id"
                + " OR (h.session_id IS NULL AND h.end_user_id IS NULL)) ORDER BY h.id");
  }

  @Override
  public Optional<Hold> place(Hold hold) {
    return units.together(
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
            guards.lock(tx, hold.organizationId());
          }
          insert(tx, hold);
          return Optional.of(hold);
        });
  }

  private void insert(Tx tx, Hold hold) {
    HoldScope scope = hold.scope();
    UUID session = scope instanceof HoldScope.OnSession on ? on.sessionId() : null;
    UUID user = scope instanceof HoldScope.OnEndUser on ? on.endUserId() : null;
    Tx.insertOrLose(
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

  private int count(Tx tx, UUID organization, UUID session, int more) {
    return tx.update(count)
        .bind("org", organization)
        .bind("session", session)
        .bind("more", more)
        .execute();
  }

  @Override
  public Optional<Hold> release(UUID organizationId, UUID holdId, String by, Instant at) {
    return units.together(
        tx -> {
          boolean released =
              tx.update(release)
                      .bind("org", organizationId)
                      .bind("id", holdId)
                      .bind("by", by)
                      .bind("at", at)
                      .execute()
                  == 1;
          Optional<Hold> hold = find(tx, organizationId, holdId);
          if (released
              && hold.isPresent()
              && hold.get().scope() instanceof HoldScope.OnSession on) {
            count(tx, organizationId, on.sessionId(), -1);
          }
          return hold;
        });
  }

  private Optional<Hold> find(Tx tx, UUID organization, UUID id) {
    return tx.query(find)
        .bind("org", organization)
        .bind("id", id)
        .map((row, ctx) -> hold(row))
        .findOne();
  }

  @Override
  public List<Hold> list(
      UUID organizationId, boolean inForceOnly, @Nullable UUID after, int limit) {
    return units.single(
        tx ->
            tx.query(inForceOnly ? pageInForce : pageAll)
                .bind("org", organizationId)
                .bind("after", after == null ? LEAST : after)
                .bind("limit", limit)
                .map((row, ctx) -> hold(row))
                .list());
  }

  @Override
  public List<Hold> covering(SessionKey session) {
    return units.single(
        tx ->
            tx.query(covering)
                .bind("org", session.organizationId())
                .bind("session", session.sessionId())
                .map((row, ctx) -> hold(row))
                .list());
  }

  private static Hold hold(ResultSet row) throws SQLException {
    UUID session = Rows.idOrNull(row, 3);
    UUID user = Rows.idOrNull(row, 4);
    HoldScope scope =
        session != null
            ? HoldScope.session(session)
            : user != null ? HoldScope.endUser(user) : HoldScope.organization();
    return new Hold(
        Rows.id(row, 1),
        Rows.id(row, 2),
        scope,
        row.getString(5),
        row.getString(6),
        Rows.time(row, 7),
        row.getString(8),
        Rows.timeOrNull(row, 9));
  }
}
