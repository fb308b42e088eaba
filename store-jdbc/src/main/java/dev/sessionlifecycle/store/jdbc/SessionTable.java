package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of sessions. */
final class SessionTable {
  private static final String KEY = "s.organization_id = :org AND s.id = :id";

  private final String find;
  private final String findActive;
  private final String findAll;
  private final String lock;
  private final String lockAll;
  private final String insert;
  private final String save;

  SessionTable(SqlText sql) {
    find = sql.of("SELECT {columns} FROM {s+d} WHERE " + KEY);
    findActive =
        sql.of(
            """
            SELECT {columns} FROM {s+d}
            WHERE s.organization_id = :org AND s.active_user_id = :user
              AND s.channel = :channel AND s.session_type = :type""");
    String many = "s.organization_id = :org AND s.id = ANY(:ids)";
    findAll = sql.of("SELECT {columns} FROM {s+d} WHERE " + many);
    String toLock =
        """
        SELECT {columns}, {now}, s.history_count, s.created_month,
          s.owner_token, s.owner_until, s.owner_buffering, d.version
        FROM {s+d}""";
    lock = sql.of(toLock + " WHERE " + KEY + " FOR UPDATE {of s}");
    lockAll = sql.of(toLock + " WHERE " + many + " ORDER BY s.id FOR UPDATE {of s}");
    insert =
        sql.of(
            """
            INSERT INTO {session} (organization_id, id, end_user_id, channel, session_type, status,
              priority, origin, active_user_id, assigned_agent_id, retention_policy_id,
              previous_session_id, history_count, created_month, created_at, started_at, updated_at,
              rang_at, activated_at, status_since, last_activity_at, check_at)
            VALUES (:org, :id, :user, :channel, :type, :status, :priority, :origin, :activeUser,
              :agent, :policy, :previous, 1, :month, :createdAt, :startedAt, :updatedAt,
              :rangAt, :activatedAt, :statusSince, :lastActivityAt, :checkAt)""");
    save =
        sql.of(
            """
            UPDATE {session} SET prior_status = status, status = :status,
              active_user_id = CASE WHEN :ended THEN NULL ELSE active_user_id END,
              superseded_by_id = :successor, message_count = :messages,
              user_message_count = :userMessages, history_count = :entries,
              updated_at = :updatedAt, first_message_at = :firstMessageAt,
              last_message_at = :lastMessageAt, rang_at = :rangAt, activated_at = :activatedAt,
              status_since = :statusSince, last_activity_at = :lastActivityAt,
              ended_at = :endedAt, closed_at = :closedAt,
              check_at = CASE WHEN :ended THEN NULL
                ELSE LEAST(COALESCE(check_at, :checkAt), COALESCE(:checkAt, check_at)) END,
              retention_expires_at = :keepUntil,
              look_at = CASE WHEN :ending THEN :lookAt ELSE look_at END, finalized_at = :finalizedAt,
              duration_ms = :duration, termination_reason = :reason, reported_reason = :reported,
              outcome = :outcome, triggered_by = :triggeredBy,
              owner_until = CASE WHEN :disown THEN NULL ELSE owner_until END
            WHERE organization_id = :org AND id = :id""");
  }

  Optional<Session> find(Tx tx, SessionKey key) {
    return keyed(tx.query(find), key).map((row, ctx) -> Rows.session(row)).findOne();
  }

  /** Who holds an active key. */
  Optional<Session> findActive(
      Tx tx, UUID organizationId, UUID endUserId, String channel, SessionType type) {
    return tx.query(findActive)
        .bind("org", organizationId)
        .bind("user", endUserId)
        .bind("channel", channel)
        .bind("type", type.wire())
        .map((row, ctx) -> Rows.session(row))
        .findOne();
  }

  Optional<LockedRow> lock(Tx tx, SessionKey key) {
    return keyed(tx.query(lock), key)
        .map((row, ctx) -> locked(row))
        .findOne()
        .map(row -> row.isRead() ? row : row.with(find(tx, key).orElse(row.session())));
  }

  /** Locks those of many that are there, in the order of their ids. */
  List<LockedRow> lockAll(Tx tx, UUID organizationId, Argument ids) {
    List<LockedRow> rows =
        tx.query(lockAll)
            .bind("org", organizationId)
            .bind("ids", ids)
            .map((row, ctx) -> locked(row))
            .list();
    if (rows.stream().allMatch(LockedRow::isRead)) {
      return rows;
    }
    Map<UUID, Session> again = new HashMap<>();
    findAll(tx, organizationId, ids).forEach(session -> again.put(session.id(), session));
    return rows.stream()
        .map(row -> row.with(again.getOrDefault(row.session().id(), row.session())))
        .toList();
  }

  /** Those of many that are there. */
  List<Session> findAll(Tx tx, UUID organizationId, Argument ids) {
    return tx.query(findAll)
        .bind("org", organizationId)
        .bind("ids", ids)
        .map((row, ctx) -> Rows.session(row))
        .list();
  }

  private static LockedRow locked(ResultSet row) throws SQLException {
    return new LockedRow(
        Rows.session(row),
        Rows.time(row, Rows.COUNT + 1),
        row.getInt(Rows.COUNT + 2),
        row.getInt(Rows.COUNT + 3),
        row.getLong(Rows.COUNT + 4),
        Rows.timeOrNull(row, Rows.COUNT + 5),
        row.getBoolean(Rows.COUNT + 6),
        row.getLong(Rows.COUNT + 7));
  }

  /** Writes a new session with one history entry counted; loses where a key of it is taken. */
  void insert(Tx tx, Session session, boolean holdsKey, @Nullable Instant checkAt) {
    Tx.insertOrLose(bindNew(tx.update(insert), session, holdsKey, checkAt));
  }

  /** Writes new sessions that hold no active key; loses where the id of one is taken. */
  void insertAll(Tx tx, Map<Session, Optional<Instant>> checksOfNew) {
    PreparedBatch batch = tx.batch(insert);
    checksOfNew.forEach(
        (session, checkAt) -> bindNew(batch, session, false, checkAt.orElse(null)).add());
    Tx.insertOrLose(batch);
  }

  private static <S extends SqlStatement<S>> S bindNew(
      S statement, Session session, boolean holdsKey, @Nullable Instant checkAt) {
    return keyed(statement, new SessionKey(session.organizationId(), session.id()))
        .bind("user", session.endUserId())
        .bind("channel", session.channel())
        .bind("type", session.sessionType().wire())
        .bind("status", session.statusText())
        .bind("priority", session.priority().wire())
        .bindByType(
            "origin", session.origin() == null ? null : session.origin().wire(), String.class)
        .bindByType("activeUser", holdsKey ? session.endUserId() : null, UUID.class)
        .bindByType("agent", session.assignedAgentId(), UUID.class)
        .bindByType("policy", session.retentionPolicyId(), UUID.class)
        .bindByType("previous", session.previousSessionId(), UUID.class)
        .bind("month", Rows.month(session.createdAt()))
        .bind("createdAt", session.createdAt())
        .bind("startedAt", session.startedAt())
        .bind("updatedAt", session.updatedAt())
        .bindByType("rangAt", session.rangAt(), Instant.class)
        .bindByType("activatedAt", session.activatedAt(), Instant.class)
        .bind("statusSince", session.statusSince())
        .bind("lastActivityAt", session.lastActivityAt())
        .bindByType("checkAt", checkAt, Instant.class);
  }

  /** Writes what ending, moving, appending and enriching change, on a row that is locked. */
  void save(Tx tx, LockedRow before, Session after, int entries, @Nullable Duration checkIn) {
    save(tx, before, after, entries, checkIn, null, false);
  }

  /**
   * Writes an end.
   *
   * @param lookIn in which time retention has to look at it; null for never
   * @param disown whether the owner lease is given up
   */
  void saveEnded(
      Tx tx,
      LockedRow before,
      Session after,
      int entries,
      @Nullable Duration lookIn,
      boolean disown) {
    save(tx, before, after, entries, null, lookIn, disown);
  }

  private void save(
      Tx tx,
      LockedRow before,
      Session after,
      int entries,
      @Nullable Duration checkIn,
      @Nullable Duration lookIn,
      boolean disown) {
    TerminationReason reason = after.reason();
    keyed(tx.update(save), before.key())
        .bind("ending", after.isEnded() && !before.session().isEnded())
        .bindByType("lookAt", lookIn == null ? null : before.now().plus(lookIn), Instant.class)
        .bind("status", after.statusText())
        .bind("ended", after.isEnded())
        .bind("successor", after.supersededById())
        .bind("messages", after.messageCount())
        .bind("userMessages", after.userMessageCount())
        .bind("entries", entries)
        .bind("updatedAt", after.updatedAt())
        .bind("firstMessageAt", after.firstMessageAt())
        .bind("lastMessageAt", after.lastMessageAt())
        .bind("rangAt", after.rangAt())
        .bind("activatedAt", after.activatedAt())
        .bind("statusSince", after.statusSince())
        .bind("lastActivityAt", after.lastActivityAt())
        .bind("endedAt", after.endedAt())
        .bind("closedAt", after.closedAt())
        .bindByType("checkAt", checkIn == null ? null : before.now().plus(checkIn), Instant.class)
        .bind("keepUntil", after.retentionExpiresAt())
        .bind("finalizedAt", after.finalizedAt())
        .bind("duration", after.durationMs())
        .bind("reason", reason == null ? null : reason.wire())
        .bind("reported", after.reportedReason())
        .bind("outcome", after.outcome() == null ? null : after.outcome().wire())
        .bind("triggeredBy", after.triggeredBy())
        .bind("disown", disown)
        .execute();
  }

  private static <S extends SqlStatement<S>> S keyed(S statement, SessionKey key) {
    return statement.bind("org", key.organizationId()).bind("id", key.sessionId());
  }
}
