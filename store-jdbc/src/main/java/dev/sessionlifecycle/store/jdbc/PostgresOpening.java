package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens a session for which nothing has to be looked up, in one statement. */
final class PostgresOpening {
  private final NamedSql open;

  PostgresOpening(SqlText sql) {
    open =
        NamedSql.of(
            sql.of(
                """
                WITH opened AS (
                  INSERT INTO {session} (organization_id, id, end_user_id, channel, session_type,
                    status, priority, origin, assigned_agent_id, retention_policy_id,
                    previous_session_id, history_count, created_month, created_at, started_at,
                    updated_at, rang_at, activated_at, status_since, last_activity_at, check_at)
                  VALUES (:org, :id, :user, :channel, :type, :status, :priority, :origin, :agent,
                    :policy, :previous, 1, :month, :createdAt, :startedAt, :updatedAt,
                    CASE WHEN :status = 'ringing' THEN {now} ELSE NULL END,
                    CASE WHEN :status = 'active' THEN {now} ELSE NULL END, {now}, {now},
                    {now} + CAST(:checkIn AS bigint) * interval '1 microsecond')
                  ON CONFLICT (organization_id, id) DO NOTHING
                  RETURNING organization_id, id, status, created_month, updated_at, status_since),
                detail AS (
                  INSERT INTO {session_detail} (organization_id, id, subject, metadata,
                    context_variables)
                  SELECT o.organization_id, o.id, CAST(:subject AS text),
                    CAST(:metadata AS json), CAST(:variables AS json) FROM opened o),
                entry AS (
                  INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind,
                    to_status, triggered_by, at)
                  SELECT o.organization_id, o.id, o.created_month, 1, 'opened', o.status,
                    CAST(:by AS varchar), o.updated_at FROM opened o)
                SELECT o.status_since FROM opened o"""));
  }

  /** Whether nothing but the session's own id can stand in the way. */
  static boolean isPlain(OpenIntent intent) {
    return intent.policy() == OpenPolicy.ALWAYS_NEW && intent.draft().externalRef() == null;
  }

  /** The session; empty where the organization has one of its id already. */
  Optional<Session> open(Tx tx, OpenIntent intent) {
    Session draft = intent.draft();
    Duration checkIn = intent.firstCheckAfter();
    Map<String, @Nullable Object> values = new HashMap<>(64);
    values.put("org", draft.organizationId());
    values.put("id", draft.id());
    values.put("user", draft.endUserId());
    values.put("channel", draft.channel());
    values.put("type", draft.sessionType().wire());
    values.put("status", draft.statusText());
    values.put("priority", draft.priority().wire());
    values.put("origin", draft.origin() == null ? null : draft.origin().wire());
    values.put("agent", draft.assignedAgentId());
    values.put("policy", draft.retentionPolicyId());
    values.put("previous", draft.previousSessionId());
    values.put("month", Rows.month(draft.createdAt()));
    values.put("createdAt", Rows.utc(draft.createdAt()));
    values.put("startedAt", Rows.utc(draft.startedAt()));
    values.put("updatedAt", Rows.utc(draft.updatedAt()));
    values.put("checkIn", checkIn == null ? null : (Long) Micros.of(checkIn));
    values.put("subject", draft.subject());
    values.put("metadata", JsonColumn.write(draft.metadata()));
    values.put("variables", JsonColumn.write(draft.contextVariables()));
    values.put("by", intent.triggeredBy());
    return open.query(tx, values, row -> SessionRules.opened(draft, Rows.time(row, 1))).stream()
        .findFirst();
  }
}
