package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TransitionIntent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves a session that may move, in one statement; which one, the target decides. */
final class PostgresMoving {
  private final SessionTable sessions;
  private final Map<SessionStatus, NamedSql> moves = new EnumMap<>(SessionStatus.class);

  /**
   * A session that was moved.
   *
   * @param isRead whether its detail was read as it is
   */
  private record Moved(Session session, boolean isRead) {}

  PostgresMoving(SqlText sql, SessionTable sessions) {
    this.sessions = sessions;
    for (SessionStatus to : SessionStatus.live()) {
      moves.put(to, NamedSql.of(sql.of(text(to))));
    }
  }

  private static String text(SessionStatus to) {
    String since = "GREATEST(s.status_since, {now})";
    String stamps =
        to == SessionStatus.RINGING
            ? "rang_at = COALESCE(s.rang_at, " + since + "), "
            : to == SessionStatus.ACTIVE
                ? "activated_at = COALESCE(s.activated_at, " + since + "), "
                : "";
    // As RowStamps.checkIn: one that becomes active again is looked at from when it first was.
    String look = "{now} + CAST(:checkIn AS bigint) * interval '1 microsecond'";
    String asked =
        to == SessionStatus.ACTIVE
            ? "CASE WHEN CAST(:checkIn AS bigint) IS NOT NULL AND s.activated_at IS NOT NULL THEN"
                + " s.activated_at ELSE "
                + look
                + " END"
            : look;
    return "WITH moved AS (UPDATE {session} s SET prior_status = s.status, status = '"
        + to.wire()
        + "', history_count = s.history_count + 1, status_since = "
        + since
        + ", last_activity_at = GREATEST(s.last_activity_at, {now}), "
        + stamps
        + "updated_at = GREATEST(s.updated_at, CAST(:at AS timestamptz)), check_at ="
        + " LEAST(s.check_at, "
        + asked
        + ") WHERE s.organization_id = :org AND s.id = :id AND "
        + Words.isAmong("s.status", Transitions.sourcesOf(to))
        + " RETURNING s.*), "
        + """
        entry AS (
          INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind,
            from_status, to_status, triggered_by, at)
          SELECT m.organization_id, m.id, m.created_month, m.history_count, 'moved',
            m.prior_status, m.status, CAST(:by AS varchar), m.updated_at FROM moved m)
        SELECT {columns}, d.version FROM moved s JOIN {session_detail} d
          ON d.organization_id = s.organization_id AND d.id = s.id""";
  }

  /** The session as it moved; empty where it may not, or is there already. */
  Optional<Session> move(Tx tx, TransitionIntent intent) {
    NamedSql move = moves.get(intent.to());
    if (move == null) {
      return Optional.empty();
    }
    Duration checkIn = intent.firstCheckAfter();
    Map<String, @Nullable Object> values = new HashMap<>(16);
    values.put("org", intent.session().organizationId());
    values.put("id", intent.session().sessionId());
    values.put("at", Rows.utc(intent.at()));
    values.put("by", intent.triggeredBy());
    values.put("checkIn", checkIn == null ? null : (Long) Micros.of(checkIn));
    return move.query(tx, values, PostgresMoving::moved).stream()
        .findFirst()
        .map(moved -> moved.isRead() ? moved.session() : again(tx, moved.session()));
  }

  private static Moved moved(ResultSet row) throws SQLException {
    Session session = Rows.session(row);
    return new Moved(session, row.getLong(Rows.COUNT + 1) == session.version());
  }

  /** Where the statement had to wait, the detail that it read was the one of before. */
  private Session again(Tx tx, Session moved) {
    return sessions.find(tx, new SessionKey(moved.organizationId(), moved.id())).orElse(moved);
  }
}
