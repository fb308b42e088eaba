-- Reading, locking and writing the row of a session and its detail.

-- The detail of each session s.
-- fragment: join_detail
JOIN {session_detail} d ON d.organization_id = s.organization_id AND d.id = s.id

-- name: find_session
SELECT {>columns} FROM {session} s {>join_detail} WHERE s.organization_id = :org AND s.id = :id;

-- The existing sessions among many.
-- name: find_sessions
SELECT {>columns} FROM {session} s {>join_detail}
WHERE s.organization_id = :org AND s.id = ANY(:ids);

-- The session that holds an active key.
-- name: find_active_session
SELECT {>columns} FROM {session} s {>join_detail}
WHERE s.organization_id = :org AND s.active_user_id = :user AND s.channel_key = :channel
  AND s.session_type = :type;

-- name: lock_session
SELECT {>locked_columns} FROM {session} s
JOIN {session_detail} d ON d.organization_id = s.organization_id AND d.id = s.id
WHERE s.organization_id = :org AND s.id = :id
FOR UPDATE {of s};

-- The existing sessions among many, in the order of their ids.
-- name: lock_sessions
SELECT {>locked_columns} FROM {session} s {>join_detail}
WHERE s.organization_id = :org AND s.id = ANY(:ids)
ORDER BY s.id FOR UPDATE {of s};

-- fragment: locked_columns
{>columns}, {now}, s.history_count, s.created_month, s.owner_token, s.owner_until,
s.owner_buffering, d.version, s.message_bytes,
EXISTS (SELECT 1 FROM {retention_default} f WHERE f.organization_id = :org)

-- The columns that closing, moving, appending and enriching change; the row is locked.
-- name: save_session
UPDATE {session} SET
  prior_status = status,
  status = :status,
  active_user_id = CASE WHEN :ended THEN NULL ELSE active_user_id END,
  superseded_by_id = :successor,
  message_count = :messages,
  user_message_count = :userMessages,
  history_count = :entries,
  updated_at = :updatedAt,
  first_message_at = :firstMessageAt,
  last_message_at = :lastMessageAt,
  rang_at = :rangAt,
  activated_at = :activatedAt,
  handed_on_at = :handedOnAt,
  status_since = :statusSince,
  last_activity_at = :lastActivityAt,
  ended_at = :endedAt,
  closed_at = :closedAt,
  sweep_due_at = CASE WHEN :ended THEN NULL
    ELSE LEAST(COALESCE(sweep_due_at, :sweepDueAt), COALESCE(:sweepDueAt, sweep_due_at)) END,
  retention_expires_at = :keepUntil,
  archived_at = :archivedAt,
  retention_due_at = CASE WHEN :retimed THEN :retentionDueAt ELSE retention_due_at END,
  finalized_at = :finalizedAt,
  duration_ms = :duration,
  termination_reason = :reason,
  reported_reason = :reported,
  outcome = :outcome,
  triggered_by = :triggeredBy,
  owner_until = CASE WHEN :disown THEN NULL ELSE owner_until END
WHERE organization_id = :org AND id = :id;

-- The columns of the detail that steps of the chain change. An erased external id stays erased. On
-- version 1 of the schema there are no notes, and that of a step is ignored.
-- name: apply_effects_to_detail
UPDATE {session_detail} SET
  external_source = CASE WHEN external_key IS NULL THEN NULL
    ELSE COALESCE(:source, external_source) END,
  external_id = CASE WHEN external_key IS NULL THEN NULL
    ELSE COALESCE(:externalId, external_id) END,
  subject = COALESCE(:subject, subject),
  metadata = COALESCE(CAST(:metadata AS {json}), metadata),
  context_variables = COALESCE(CAST(:variables AS {json}), context_variables),
  summary = COALESCE(:summary, summary),
  memory_synced = memory_synced OR :synced
  --[v2]
  , disposition_note = CASE WHEN disposition_note IS NULL THEN NULL
    ELSE COALESCE(:note, disposition_note) END
  --[/v2]
WHERE organization_id = :org AND id = :id;

-- name: find_history
SELECT h.sequence, h.kind, h.from_status, h.to_status, h.reason, h.triggered_by, h.at
FROM {history} h
WHERE h.organization_id = :org AND h.session_id = :id AND h.created_month = {>month_of_session}
  AND h.sequence > :after
ORDER BY h.sequence LIMIT :limit;

-- name: count_history_of_kind
SELECT COUNT(*) FROM {history} h
WHERE h.organization_id = :org AND h.session_id = :id AND h.created_month = {>month_of_session}
  AND h.kind = :kind;

-- name: insert_history
INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind, from_status,
  to_status, reason, triggered_by, at)
VALUES (:org, :id, :month, :sequence, :kind, :from, :to, :reason, :by, :at);

-- Everyone who triggered a change of the session.
-- name: find_triggers
SELECT DISTINCT h.triggered_by FROM {history} h
WHERE h.organization_id = :org AND h.session_id = :id AND h.created_month = {>month_of_session};

-- name: rename_trigger
UPDATE {history} SET triggered_by = :to
WHERE organization_id = :org AND session_id = :id AND created_month = {>month_of_session}
  AND triggered_by = :from;

-- Whether a session s is stored with its texts, as all are on version 1 of the schema.
-- fragment: stores_texts
--[v2]
s.storing IS NULL
--[/v2]
--[!v2]
TRUE
--[/!v2]

-- The partition that the messages and the history of a session are in.
-- fragment: month_of_session
(SELECT s.created_month FROM {session} s WHERE s.organization_id = :org AND s.id = :id)

-- fragment: columns (of a session s and its detail d, in the order in which SessionRows reads them)
  s.organization_id, s.id, s.end_user_id, s.channel, s.session_type, s.status, s.priority,
  s.origin, s.assigned_agent_id, s.retention_policy_id, s.previous_session_id,
  s.superseded_by_id, s.message_count, s.user_message_count, s.created_at, s.started_at,
  s.updated_at, s.first_message_at, s.last_message_at, s.rang_at, s.activated_at,
  s.status_since, s.last_activity_at, s.ended_at, s.closed_at, s.retention_expires_at,
  s.archived_at, s.finalized_at, s.duration_ms, s.termination_reason, s.reported_reason,
  s.outcome, s.triggered_by, s.has_recording, s.version,
  d.external_source, d.external_id, d.subject, d.metadata, d.context_variables, d.summary,
  d.memory_synced, d.eval_total, d.eval_succeeded, d.eval_failed, d.eval_pending,
  d.eval_critical_total, d.eval_critical_succeeded, d.eval_critical_failed,
  d.eval_critical_pending, s.handed_on_at, s.anonymized,
--[v2]
  s.storing,
  d.usage_totals, d.disposition, d.disposition_note, d.disposition_by, d.disposition_at
--[/v2]
--[!v2]
  NULL,
  CAST(NULL AS varchar), CAST(NULL AS varchar), CAST(NULL AS varchar), CAST(NULL AS varchar),
  CAST(NULL AS timestamp(6) with time zone)
--[/!v2]
