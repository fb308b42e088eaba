package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sessions that the statement of {@link CloseSql} has ended. It answers only what was in
 * the row, since each column costs the server a good part of a microsecond; what the intent brought
 * along, and what follows from the others, is known here; and only steps, which come later, write a
 * summary, or that a memory was synced.
 */
final class EndedRows {
  /** The columns of a session that are answered. */
  private static final String ANSWERED =
      """
      s.organization_id, s.id, s.end_user_id, s.channel, s.session_type, s.priority, s.origin, \
      s.assigned_agent_id, s.retention_policy_id, s.previous_session_id, s.message_count, \
      s.user_message_count, s.created_at, s.started_at, s.updated_at, s.first_message_at, \
      s.last_message_at, s.rang_at, s.activated_at, s.status_since, s.last_activity_at, \
      s.ended_at, s.retention_expires_at, s.finalized_at, s.has_recording, s.version""";

  /** What the update returns: that, and what the history entry and the chain are made of. */
  static final String RETURNED =
      ANSWERED
          + ", s.created_month, s.history_count, s.prior_status, s.status, s.termination_reason,"
          + " s.triggered_by, s.owner_token, CASE WHEN s.owner_buffering"
          + " AND s.owner_until > {now} THEN s.owner_until END AS waits_until";

  /** What the statement answers, of what the update returned and the detail, as read here. */
  static final String COLUMNS =
      ANSWERED
          + """
          , d.external_source, d.external_id, d.subject, d.metadata, d.context_variables, \
          d.version, CASE WHEN d.eval_total > 0 THEN ARRAY[d.eval_total, \
          d.eval_succeeded, d.eval_failed, d.eval_pending, d.eval_critical_total, \
          d.eval_critical_succeeded, d.eval_critical_failed, d.eval_critical_pending] END AS evals""";

  private EndedRows() {}

  static SessionKey key(ResultSet row) throws SQLException {
    return new SessionKey(Rows.id(row, 1), Rows.id(row, 2));
  }

  /** The session as this intent has ended it. */
  static Session session(ResultSet row, CloseIntent intent) throws SQLException {
    int userMessages = row.getInt(12);
    Instant startedAt = Rows.time(row, 14);
    Instant closedAt = Rows.time(row, 15);
    Instant activatedAt = Rows.timeOrNull(row, 19);
    Instant endedAt = Rows.time(row, 22);
    EndReason verdict = intent.endReason(activatedAt != null);
    String source = row.getString(27);
    String id = row.getString(28);
    return Session.builder(
            intent.session().organizationId(), intent.session().sessionId(), Rows.id(row, 3))
        .channel(row.getString(4))
        .sessionType(SessionType.fromWire(row.getString(5)).orElse(SessionType.LIVE))
        .status(intent.target())
        .priority(Priority.fromWire(row.getString(6)).orElse(Priority.NORMAL))
        .origin(Origin.fromWire(row.getString(7)).orElse(null))
        .assignedAgentId(Rows.idOrNull(row, 8))
        .retentionPolicyId(Rows.idOrNull(row, 9))
        .previousSessionId(Rows.idOrNull(row, 10))
        .supersededById(intent.successorId())
        .messageCount(row.getInt(11))
        .userMessageCount(userMessages)
        .createdAt(Rows.time(row, 13))
        .startedAt(startedAt)
        .updatedAt(closedAt)
        .firstMessageAt(Rows.timeOrNull(row, 16))
        .lastMessageAt(Rows.timeOrNull(row, 17))
        .rangAt(Rows.timeOrNull(row, 18))
        .activatedAt(activatedAt)
        .statusSince(Rows.time(row, 20))
        .lastActivityAt(Rows.time(row, 21))
        .endedAt(endedAt)
        .closedAt(closedAt)
        .retentionExpiresAt(Rows.timeOrNull(row, 23))
        .finalizedAt(Rows.timeOrNull(row, 24))
        .durationMs(Duration.between(startedAt, endedAt).toMillis())
        .reason(verdict.reason())
        .reportedReason(intent.reportedReason())
        .outcome(verdict.outcome(activatedAt != null && userMessages > 0))
        .triggeredBy(intent.triggeredBy())
        .hasRecording(row.getBoolean(25))
        .version(row.getLong(26))
        .externalRef(source == null || id == null ? null : new ExternalRef(source, id))
        .subject(row.getString(29))
        .metadata(JsonColumn.read(row.getString(30)))
        .contextVariables(JsonColumn.read(row.getString(31)))
        .evalSummary(eval(row.getArray(33)))
        .build();
  }

  /**
   * Whether the detail was read as it is. Where the statement had to wait, what it was given of the
   * detail is as it was before.
   */
  static boolean isRead(ResultSet row) throws SQLException {
    return row.getLong(26) == row.getLong(32);
  }

  private static EvalSummary eval(java.sql.@Nullable Array column) throws SQLException {
    if (column == null) {
      return EvalSummary.empty();
    }
    Integer[] counts = (Integer[]) column.getArray();
    return new EvalSummary(
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7]);
  }
}
