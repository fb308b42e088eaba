-- Closes one or many sessions in one round trip, and returns them. Computes the same stamps as
-- EndRules. If the update has to wait for another transaction, PostgreSQL repeats all checks and
-- computations on the current row; the rest of the statement reads what the update returned.
-- name: close
WITH target AS MATERIALIZED (  -- locked in the order of the keys, as everywhere
  SELECT t.*
  FROM (SELECT * FROM unnest(:org::uuid[], :id::uuid[], :status::varchar[], :reason::varchar[],
      :reasonIfNever::varchar[], :outcomeIfEngaged::varchar[], :outcomeOtherwise::varchar[],
      :outcomeIfNever::varchar[], :reported::text[], :by::varchar[], :at::timestamptz[],
      :successor::uuid[], :end::varchar[], :endedAt::timestamptz[], :guard::varchar[],
      :guardStatus::varchar[], :guardMicros::bigint[], :guardToken::bigint[],
      :plainReported::text[], :plainBy::varchar[], :trace::varchar[])
    AS u (org, id, status, reason, reason_if_never, outcome_if_engaged, outcome_otherwise,
      outcome_if_never, reported, triggered_by, at, successor, end_kind, ended_at, guard,
      guard_status, guard_micros, guard_token, plain_reported, plain_by, trace) {>expecting_few}) t
  JOIN {session} locked ON locked.organization_id = t.org AND locked.id = t.id
  ORDER BY locked.organization_id, locked.id FOR UPDATE OF locked
  --[skip_locked]
  SKIP LOCKED
  --[/skip_locked]
  ),
closed AS (
  UPDATE {session} s SET
    prior_status = s.status, status = t.status, status_since = GREATEST(s.status_since, {now}),
    active_user_id = NULL, sweep_due_at = NULL, superseded_by_id = t.successor,
    history_count = s.history_count + 1,
    triggered_by = CASE WHEN {>stores_texts} THEN t.triggered_by ELSE t.plain_by END,
    reported_reason = CASE WHEN {>stores_texts} THEN t.reported ELSE t.plain_reported END,
    termination_reason = CASE WHEN s.activated_at IS NULL THEN t.reason_if_never ELSE t.reason END,
    finalized_at = CASE WHEN {>chain_state} NOT LIKE '%p%' THEN {now} END,
    owner_until = CASE WHEN t.guard = 'owned' THEN NULL ELSE s.owner_until END,
    (updated_at, closed_at, ended_at, duration_ms, outcome, retention_expires_at, retention_due_at)
    = (SELECT closing.closed_at, closing.closed_at, ended.at,
        FLOOR(EXTRACT(EPOCH FROM ended.at - s.started_at) * 1000)::bigint, closing.outcome,
        {now} + applied.keep * interval '1 microsecond',
        {now} + LEAST(applied.keep, applied.stage_after) * interval '1 microsecond'
      FROM (SELECT GREATEST(t.at, s.updated_at, s.created_at, s.last_message_at) AS closed_at,
          CASE WHEN s.activated_at IS NULL THEN t.outcome_if_never WHEN s.user_message_count > 0
            THEN t.outcome_if_engaged ELSE t.outcome_otherwise END AS outcome) closing
      CROSS JOIN LATERAL (SELECT GREATEST(s.started_at, s.last_message_at,
        LEAST(closing.closed_at, CASE t.end_kind WHEN 'now' THEN closing.closed_at
          WHEN 'reported' THEN t.ended_at ELSE s.last_activity_at END)) AS at) ended
      CROSS JOIN LATERAL ({>applied_rule}) applied)
  FROM target t
  WHERE s.organization_id = t.org AND s.id = t.id AND s.status IN ({live})
    AND CASE t.guard WHEN 'any' THEN TRUE WHEN 'in_status' THEN s.status = t.guard_status
      WHEN 'idle' THEN s.status = t.guard_status
        AND s.last_activity_at + t.guard_micros * interval '1 microsecond' <= {now}
      WHEN 'age' THEN s.status = t.guard_status
        AND CASE WHEN s.status = 'active' THEN COALESCE(s.activated_at, s.status_since)
          ELSE s.status_since END + t.guard_micros * interval '1 microsecond' <= {now}
      WHEN 'owned' THEN s.owner_token = t.guard_token AND s.owner_until > {now}
      WHEN 'lapsed' THEN s.owner_token = t.guard_token AND s.owner_until <= {now} END
  RETURNING s.*, s.owner_buffering AND s.owner_until > {now} AS is_awaited, t.trace),
{>history_and_chain};

-- A chain of deliveries alone is finished from the start, and due.
-- fragment: has_work
s.finalized_at IS NULL OR {>chain_state} <> ''

-- fragment: history_and_chain (the rest of close, and of close_fast)
history_entry AS (
  INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind, from_status,
    to_status, reason, triggered_by, at)
  SELECT s.organization_id, s.id, s.created_month, s.history_count, 'ended', s.prior_status,
    s.status, s.termination_reason, s.triggered_by, s.updated_at FROM closed s),
new_chain AS (  -- due at once, or when the lease of an owner that still buffers messages ends
  INSERT INTO {chain} (organization_id, session_id, shape, state, finished_at, due_at, waits_for
    {>traceparent_column})
  SELECT s.organization_id, s.id, {>chain_shape}, {>chain_state}, s.finalized_at,
    CASE WHEN {>has_work} THEN CASE WHEN is_awaited THEN owner_until ELSE {now} END END,
    CASE WHEN is_awaited AND ({>has_work}) THEN s.owner_token END
    --[v2]
    , s.trace
    --[/v2]
  FROM closed s)
SELECT {>columns}, d.version FROM closed s
{>join_detail}
