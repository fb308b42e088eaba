package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore.Backlog;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of chains: one for each ended session. */
final class ChainTable {
  private static final String KEY = " WHERE organization_id = :org AND session_id = :id";

  private final String insert;
  private final String find;
  private final String parked;
  private final String parkedAfter;
  private final String revise;
  private final String finishSession;
  private final String backlog;

  ChainTable(SqlText sql) {
    insert =
        sql.of(
            """
            INSERT INTO {chain} (organization_id, session_id, shape, state, due_at, finished_at,
              waits_for)
            VALUES (:org, :id, :shape, :state, :due, :finished, :waitsFor)""");
    String record =
        "SELECT c.organization_id, c.session_id, c.shape, c.state, c.token,"
            + " CASE WHEN c.owner IS NOT NULL AND c.due_at > {now} THEN TRUE ELSE FALSE END,"
            + " c.due_at, c.finished_at FROM {chain} c WHERE c.organization_id = :org AND ";
    find = sql.of(record + "c.session_id = :id");
    String inOrder = " ORDER BY c.session_id LIMIT :limit";
    parked = sql.of(record + "c.parked > 0" + inOrder);
    parkedAfter = sql.of(record + "c.parked > 0 AND c.session_id > :after" + inOrder);
    revise =
        sql.of(
            """
            UPDATE {chain} SET state = :state, parked = :parked, owner = NULL, claims = 0,
              waits_for = NULL,
              due_at = CASE WHEN :due >= 0 THEN {now+due} ELSE NULL END,
              finished_at = CASE WHEN :finished THEN {now} ELSE NULL END"""
                + KEY
                + " AND token = :token AND state = :expected AND finished_at IS NULL"
                + " AND (owner IS NULL OR due_at IS NULL OR due_at <= {now})");
    finishSession =
        sql.of(
            "UPDATE {session} SET finalized_at = {now}"
                + " WHERE organization_id = :org AND id = :id AND "
                + Words.isTerminal("status"));
    backlog =
        sql.of(
            """
            SELECT
              COALESCE(SUM(CASE WHEN c.due_at <= {now} THEN 1 ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN c.due_at > {now} AND c.owner IS NOT NULL
                THEN 1 ELSE 0 END), 0),
              COALESCE(SUM(CASE WHEN c.due_at > {now} AND c.owner IS NULL THEN 1 ELSE 0 END), 0),
              (SELECT COUNT(*) FROM {chain} p
                WHERE p.parked > 0 AND p.due_at IS NULL AND p.finished_at IS NULL),
              MIN(CASE WHEN c.due_at <= {now} THEN c.due_at ELSE NULL END),
              {now}
            FROM {chain} c WHERE c.due_at IS NOT NULL""");
  }

  /** The chain of a session that this transaction ends; waits for the owner where it is told to. */
  void insert(
      Tx tx, Session ended, ChainDefinition shape, Instant now, @Nullable LockedRow waitsFor) {
    boolean isFinished = shape.isEmpty();
    Instant due = waitsFor == null ? now : waitsFor.ownerUntil();
    tx.update(insert)
        .bind("org", ended.organizationId())
        .bind("id", ended.id())
        .bind("shape", shape.digest())
        .bind("state", ChainState.initial(shape).encode())
        .bind("due", isFinished ? null : due)
        .bind("finished", isFinished ? now : null)
        .bind("waitsFor", waitsFor == null || isFinished ? null : (Long) waitsFor.ownerToken())
        .execute();
  }

  Optional<ChainRecord> find(Tx tx, SessionKey key) {
    return keyed(tx.query(find), key)
        .map(
            (row, ctx) -> {
              ChainRecord record = readable(row);
              if (record == null) {
                throw new StoreException("the state of the chain cannot be read", false, null);
              }
              return record;
            })
        .findOne();
  }

  /** Those whose state can be read. */
  List<ChainRecord> parked(Tx tx, UUID organizationId, @Nullable UUID after, int limit) {
    List<ChainRecord> found = new ArrayList<>();
    UUID last = after;
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Parked> page =
          tx.query(last == null ? parked : parkedAfter)
              .bind("org", organizationId)
              .bind("after", last)
              .bind("limit", wanted)
              .map((row, ctx) -> new Parked(Rows.id(row, 2), readable(row)))
              .list();
      for (Parked one : page) {
        last = one.sessionId();
        if (one.record() != null) {
          found.add(one.record());
        }
      }
      if (page.size() < wanted) {
        break;
      }
    }
    return found;
  }

  private record Parked(UUID sessionId, @Nullable ChainRecord record) {}

  boolean revise(Tx tx, ChainRecord expected, ChainState next, @Nullable Duration dueIn) {
    boolean isFinished = next.isFinished();
    SessionKey key = expected.session();
    boolean isDone =
        tx.update(revise)
                .bind("org", key.organizationId())
                .bind("id", key.sessionId())
                .bind("state", next.encode())
                .bind("parked", next.parkedSteps())
                .bind("due", dueIn == null || isFinished ? -1L : Micros.of(dueIn))
                .bind("finished", isFinished)
                .bind("token", expected.token())
                .bind("expected", expected.state().encode())
                .execute()
            == 1;
    if (isDone && isFinished) {
      finishSession(tx, key);
    }
    return isDone;
  }

  private void finishSession(Tx tx, SessionKey key) {
    tx.update(finishSession)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .execute();
  }

  Backlog backlog(Tx tx) {
    return tx.query(backlog)
        .map(
            (row, ctx) -> {
              Instant oldest = Rows.timeOrNull(row, 5);
              return new Backlog(
                  row.getLong(1),
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  oldest == null ? Duration.ZERO : Duration.between(oldest, Rows.time(row, 6)));
            })
        .one();
  }

  /** The chain; null where its state is none that this version can read. */
  private static @Nullable ChainRecord readable(ResultSet row) throws SQLException {
    ChainState state;
    try {
      state = ChainState.decode(row.getString(4));
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
    return new ChainRecord(
        new SessionKey(Rows.id(row, 1), Rows.id(row, 2)),
        row.getString(3),
        state,
        row.getLong(5),
        row.getBoolean(6),
        Rows.timeOrNull(row, 7),
        Rows.timeOrNull(row, 8));
  }

  private static Query keyed(Query query, SessionKey key) {
    return query.bind("org", key.organizationId()).bind("id", key.sessionId());
  }
}
