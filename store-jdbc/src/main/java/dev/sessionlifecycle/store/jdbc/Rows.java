package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads sessions. Words that are not known are coerced, so that a drifted row can be read. */
final class Rows {
  /** The columns of a session {@code s} and its detail {@code d}, in the order read here. */
  static final String COLUMNS =
      """
      s.organization_id, s.id, s.end_user_id, s.channel, s.session_type, s.status, s.priority, \
      s.origin, s.assigned_agent_id, s.retention_policy_id, s.previous_session_id, \
      s.superseded_by_id, s.message_count, s.user_message_count, s.created_at, s.started_at, \
      s.updated_at, s.first_message_at, s.last_message_at, s.rang_at, s.activated_at, \
      s.status_since, s.last_activity_at, s.ended_at, s.closed_at, s.retention_expires_at, \
      s.archived_at, s.finalized_at, s.duration_ms, s.termination_reason, s.reported_reason, \
      s.outcome, s.triggered_by, s.has_recording, s.version, \
      d.external_source, d.external_id, d.subject, d.metadata, d.context_variables, d.summary, \
      d.memory_synced, d.eval_total, d.eval_succeeded, d.eval_failed, d.eval_pending, \
      d.eval_critical_total, d.eval_critical_succeeded, d.eval_critical_failed, \
      d.eval_critical_pending""";

  /** How many columns that is: what a query adds comes after. */
  static final int COUNT = 50;

  private Rows() {}

  static Session session(ResultSet row) throws SQLException {
    String status = row.getString(6);
    boolean isEnded = SessionStatus.fromWire(status).isTerminal();
    String reason = row.getString(30);
    String outcome = row.getString(32);
    String source = row.getString(36);
    String id = row.getString(37);
    return Session.builder(id(row, 1), id(row, 2), id(row, 3))
        .channel(row.getString(4))
        .sessionType(SessionType.fromWire(row.getString(5)).orElse(SessionType.LIVE))
        .statusText(status)
        .priority(Priority.fromWire(row.getString(7)).orElse(Priority.NORMAL))
        .origin(Origin.fromWire(row.getString(8)).orElse(null))
        .assignedAgentId(idOrNull(row, 9))
        .retentionPolicyId(idOrNull(row, 10))
        .previousSessionId(idOrNull(row, 11))
        .supersededById(idOrNull(row, 12))
        .messageCount(row.getInt(13))
        .userMessageCount(row.getInt(14))
        .createdAt(time(row, 15))
        .startedAt(time(row, 16))
        .updatedAt(time(row, 17))
        .firstMessageAt(timeOrNull(row, 18))
        .lastMessageAt(timeOrNull(row, 19))
        .rangAt(timeOrNull(row, 20))
        .activatedAt(timeOrNull(row, 21))
        .statusSince(time(row, 22))
        .lastActivityAt(time(row, 23))
        .endedAt(timeOrNull(row, 24))
        .closedAt(timeOrNull(row, 25))
        .retentionExpiresAt(timeOrNull(row, 26))
        .archivedAt(timeOrNull(row, 27))
        .finalizedAt(timeOrNull(row, 28))
        .durationMs(row.getObject(29, Long.class))
        .reason(reason == null && !isEnded ? null : TerminationReason.coerce(reason))
        .reportedReason(row.getString(31))
        .outcome(outcome == null && !isEnded ? null : OutcomeCategory.fromWire(outcome))
        .triggeredBy(row.getString(33))
        .hasRecording(row.getBoolean(34))
        .version(row.getLong(35))
        .externalRef(source == null || id == null ? null : new ExternalRef(source, id))
        .subject(row.getString(38))
        .metadata(JsonColumn.read(row.getString(39)))
        .contextVariables(JsonColumn.read(row.getString(40)))
        .summary(row.getString(41))
        .memorySynced(row.getBoolean(42))
        .evalSummary(eval(row))
        .build();
  }

  private static EvalSummary eval(ResultSet row) throws SQLException {
    int total = row.getInt(43);
    return total == 0
        ? EvalSummary.empty()
        : new EvalSummary(
            total,
            row.getInt(44),
            row.getInt(45),
            row.getInt(46),
            row.getInt(47),
            row.getInt(48),
            row.getInt(49),
            row.getInt(50));
  }

  static UUID id(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static @Nullable UUID idOrNull(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant timeOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** As it is bound: in UTC, whatever the zone of the machine, and cut to the microsecond. */
  static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** The year and month in UTC, as 202601. */
  static int month(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    return utc.getYear() * 100 + utc.getMonthValue();
  }
}
