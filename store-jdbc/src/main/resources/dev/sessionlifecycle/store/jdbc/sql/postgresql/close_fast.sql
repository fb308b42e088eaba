-- The fast form of close: for sessions that end now, in any status, are stored with their texts, and
-- have no stored retention policy. The fallback policy is reduced to one duration per outcome. Most
-- sessions end like this, and most of the server's time is spent on setting the statement up: the
-- fast form is fast because of what it leaves out. Blocks: many, for one or many sessions; alike, for
-- many that end in the same way, whose arrays need not be built and read; skip_locked, to leave out
-- those that another transaction has locked.
-- name: close_fast
WITH
--[many]
target AS MATERIALIZED (  -- locked in the order of the keys, as everywhere
  --[alike]
  SELECT t.*, e.*
  FROM (SELECT * FROM unnest(:org::uuid[], :id::uuid[]) AS u (org, id) {>expecting_few}) t
  CROSS JOIN (SELECT {>same_end}) e
  --[/alike]
  --[!alike]
  SELECT t.*
  FROM (SELECT * FROM unnest(:org::uuid[], :id::uuid[], :status::varchar[], :reason::varchar[],
      :reasonIfNever::varchar[], :outcomeIfEngaged::varchar[], :outcomeOtherwise::varchar[],
      :outcomeIfNever::varchar[], :keepIfEngaged::bigint[], :keepOtherwise::bigint[],
      :keepIfNever::bigint[], :stageAfter::bigint[], :reported::text[], :by::varchar[],
      :at::timestamptz[], :successor::uuid[], :trace::varchar[])
    AS u (org, id, status, reason, reason_if_never, outcome_if_engaged, outcome_otherwise,
      outcome_if_never, keep_if_engaged, keep_otherwise, keep_if_never, stage_after, reported,
      triggered_by, at, successor, trace) {>expecting_few}) t
  --[/!alike]
  JOIN {session} locked ON locked.organization_id = t.org AND locked.id = t.id
  ORDER BY locked.organization_id, locked.id FOR UPDATE OF locked
  --[skip_locked]
  SKIP LOCKED
  --[/skip_locked]
  ),
--[/many]
closed AS (
  UPDATE {session} s SET
    prior_status = s.status, status = i.status, status_since = GREATEST(s.status_since, {now}),
    active_user_id = NULL, sweep_due_at = NULL, superseded_by_id = i.successor,
    history_count = s.history_count + 1,
    triggered_by = i.triggered_by, reported_reason = i.reported,
    termination_reason = CASE WHEN s.activated_at IS NULL THEN i.reason_if_never ELSE i.reason END,
    finalized_at = CASE WHEN {>chain_state} NOT LIKE '%p%' THEN {now} END,
    outcome = CASE WHEN s.activated_at IS NULL THEN i.outcome_if_never
      WHEN s.user_message_count > 0 THEN i.outcome_if_engaged ELSE i.outcome_otherwise END,
    updated_at = {>closed_at}, closed_at = {>closed_at},
    ended_at = GREATEST(s.started_at, {>closed_at}),
    duration_ms = FLOOR(EXTRACT(EPOCH FROM
      GREATEST(s.started_at, {>closed_at}) - s.started_at) * 1000)::bigint,
    retention_expires_at = {now} + {>keep} * interval '1 microsecond',
    retention_due_at = {now} + LEAST({>keep}, i.stage_after) * interval '1 microsecond'
  FROM
    --[many]
    target i
    --[/many]
    --[!many]
    (SELECT :org::uuid AS org, :id::uuid AS id, {>same_end}) i
    --[/!many]
  WHERE s.organization_id = i.org AND s.id = i.id
    AND s.status IN ({live}) AND {>stores_texts}
    -- In a CASE the default policy is looked up row by row; a join would cost more to set up.
    AND CASE WHEN s.retention_policy_id IS NULL THEN NOT EXISTS (
      SELECT 1 FROM {retention_default} f WHERE f.organization_id = s.organization_id)
      ELSE FALSE END
  RETURNING s.*, s.owner_buffering AND s.owner_until > {now} AS is_awaited, i.trace),
{>history_and_chain};

-- How a session ends, or how all of them do.
-- fragment: same_end
:status::varchar AS status, :reason::varchar AS reason, :reasonIfNever::varchar AS reason_if_never,
:outcomeIfEngaged::varchar AS outcome_if_engaged, :outcomeOtherwise::varchar AS outcome_otherwise,
:outcomeIfNever::varchar AS outcome_if_never, :keepIfEngaged::bigint AS keep_if_engaged,
:keepOtherwise::bigint AS keep_otherwise, :keepIfNever::bigint AS keep_if_never,
:stageAfter::bigint AS stage_after, :reported::text AS reported, :by::varchar AS triggered_by,
:at::timestamptz AS at, :successor::uuid AS successor, :trace::varchar AS trace

-- fragment: closed_at
GREATEST(i.at, s.updated_at, s.created_at, s.last_message_at)

-- fragment: keep
CASE WHEN s.activated_at IS NULL THEN i.keep_if_never
  WHEN s.user_message_count > 0 THEN i.keep_if_engaged ELSE i.keep_otherwise END

-- The chain that a session of its type gets, in both forms: that of the process that ends it, or
-- the current one of the store.
-- fragment: chain_shape
--[!current]
CASE s.session_type WHEN 'test' THEN :shapeTest::text
  WHEN 'simulation' THEN :shapeSimulation::text ELSE :shapeLive::text END
--[/!current]
--[current]
COALESCE((SELECT c.shape {>current_chain_of_type}), :noShape::text)
--[/current]

-- fragment: chain_state
--[!current]
CASE s.session_type WHEN 'test' THEN :stateTest::text
  WHEN 'simulation' THEN :stateSimulation::text ELSE :stateLive::text END
--[/!current]
--[current]
COALESCE((SELECT c.state {>current_chain_of_type}), '')
--[/current]

-- fragment: current_chain_of_type
FROM {current_chain} c WHERE c.session_type
  = CASE WHEN s.session_type IN ('test', 'simulation') THEN s.session_type ELSE 'live' END
