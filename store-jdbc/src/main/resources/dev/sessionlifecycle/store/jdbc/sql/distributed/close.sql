-- Ends of many sessions of one organization, whose rows are locked: one statement for each table. The
-- times are given. Citus carries out what is selected from arrays on the coordinator, and sends the
-- rows to the organization's server together.

-- name: save_ended_sessions
UPDATE {session} s SET
  prior_status = s.status, status = t.status, status_since = t.status_since,
  active_user_id = NULL, sweep_due_at = NULL, superseded_by_id = t.successor,
  history_count = t.entries, updated_at = t.updated_at, ended_at = t.ended_at,
  closed_at = t.closed_at, retention_expires_at = t.keep_until, retention_due_at = t.check_at,
  finalized_at = t.finalized_at, duration_ms = t.duration, termination_reason = t.reason,
  reported_reason = t.reported, outcome = t.outcome, triggered_by = t.triggered_by,
  owner_until = CASE WHEN t.disowned THEN NULL ELSE s.owner_until END
FROM unnest(CAST(:ids AS uuid[]), CAST(:statuses AS varchar[]),
  CAST(:statusSince AS timestamptz[]), CAST(:successors AS uuid[]), CAST(:entries AS integer[]),
  CAST(:updatedAt AS timestamptz[]), CAST(:endedAt AS timestamptz[]),
  CAST(:closedAt AS timestamptz[]), CAST(:keepUntil AS timestamptz[]),
  CAST(:checkAt AS timestamptz[]), CAST(:finalizedAt AS timestamptz[]),
  CAST(:durations AS bigint[]), CAST(:reasons AS varchar[]), CAST(:reported AS text[]),
  CAST(:outcomes AS varchar[]), CAST(:triggeredBy AS varchar[]), CAST(:disowned AS boolean[]))
  AS t(id, status, status_since, successor, entries, updated_at, ended_at, closed_at, keep_until,
    check_at, finalized_at, duration, reason, reported, outcome, triggered_by, disowned)
WHERE s.organization_id = :org AND s.id = ANY(CAST(:ids AS uuid[])) AND s.id = t.id;

-- name: insert_history_of_ends
INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind, from_status,
  to_status, reason, triggered_by, at)
SELECT CAST(:org AS uuid), t.id, t.month, t.sequence, 'ended', t.from_status, t.to_status,
  t.reason, t.triggered_by, t.at
FROM unnest(CAST(:ids AS uuid[]), CAST(:months AS integer[]), CAST(:sequences AS integer[]),
  CAST(:froms AS varchar[]), CAST(:tos AS varchar[]), CAST(:reasons AS varchar[]),
  CAST(:triggeredBy AS varchar[]), CAST(:ats AS timestamptz[]))
  AS t(id, month, sequence, from_status, to_status, reason, triggered_by, at);

-- name: insert_chains
INSERT INTO {chain} (organization_id, session_id, shape, state, due_at, finished_at, waits_for
  {>traceparent_column})
SELECT CAST(:org AS uuid), t.id, t.shape, t.state, t.due_at, t.finished_at, t.waits_for
  --[v2]
  , t.trace
  --[/v2]
FROM unnest(CAST(:ids AS uuid[]), CAST(:shapes AS varchar[]), CAST(:states AS text[]),
  CAST(:due AS timestamptz[]), CAST(:finished AS timestamptz[]), CAST(:waitsFor AS bigint[]),
  CAST(:traces AS varchar[])) AS t(id, shape, state, due_at, finished_at, waits_for, trace);
