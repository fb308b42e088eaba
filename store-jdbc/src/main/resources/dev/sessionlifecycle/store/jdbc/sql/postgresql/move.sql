-- Moves a session to another live status if its current status allows that, in one statement, and
-- returns it with the status that it had. A session that the sweep is due to look at is left to the
-- general statements: its time limit may have passed. Blocks: ringing, active and transferred, for
-- the statuses with a time stamp of their own.
-- name: move_fast
WITH moved AS (
  UPDATE {session} s SET
    prior_status = s.status,
    status = :to,
    history_count = s.history_count + 1,
    status_since = GREATEST(s.status_since, {now}),
    last_activity_at = GREATEST(s.last_activity_at, {now}),
    updated_at = GREATEST(s.updated_at, :at::timestamptz),
    --[ringing]
    rang_at = COALESCE(s.rang_at, GREATEST(s.status_since, {now})),
    --[/ringing]
    --[transferred]
    handed_on_at = COALESCE(s.handed_on_at, GREATEST(s.status_since, {now})),
    --[/transferred]
    --[active]
    activated_at = COALESCE(s.activated_at, GREATEST(s.status_since, {now})),
    -- Limits of an active session count from when it first became active.
    sweep_due_at = LEAST(s.sweep_due_at,
      CASE WHEN :firstCheckAfter::bigint IS NOT NULL AND s.activated_at IS NOT NULL
        THEN s.activated_at ELSE {now+firstCheckAfter} END)
    --[/active]
    --[!active]
    sweep_due_at = LEAST(s.sweep_due_at, {now+firstCheckAfter})
    --[/!active]
  WHERE s.organization_id = :org AND s.id = :id AND s.status IN ({statuses})
    AND {>stores_texts}
    AND COALESCE(s.sweep_due_at > {now}, TRUE)
  RETURNING s.*),
history_entry AS (
  INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind, from_status,
    to_status, reason, triggered_by, at)
  SELECT m.organization_id, m.id, m.created_month, m.history_count, 'moved', m.prior_status,
    m.status, :reason::varchar, :by::varchar, m.updated_at
  FROM moved m)
SELECT {>columns}, d.version, s.prior_status
FROM moved s
{>join_detail};

-- Moves many sessions, each to a status of its own, as move_fast does. Leaves out sessions that
-- another transaction has locked, so that none waits for another.
-- name: move_many
WITH target AS MATERIALIZED (  -- locked in the order of the keys, as everywhere
  SELECT t.*
  FROM (SELECT * FROM unnest(:org::uuid[], :id::uuid[], :to::varchar[], :sources::text[],
      :at::timestamptz[], :by::varchar[], :reason::varchar[], :firstCheckAfter::bigint[])
    AS i (org, id, to_status, sources, at, moved_by, move_reason, first_check_after)
    {>expecting_few}) t
  JOIN {session} locked ON locked.organization_id = t.org AND locked.id = t.id
  ORDER BY locked.organization_id, locked.id FOR UPDATE OF locked SKIP LOCKED),
moved AS (
  UPDATE {session} s SET
    prior_status = s.status,
    status = t.to_status,
    history_count = s.history_count + 1,
    status_since = GREATEST(s.status_since, {now}),
    last_activity_at = GREATEST(s.last_activity_at, {now}),
    updated_at = GREATEST(s.updated_at, t.at),
    rang_at = CASE WHEN t.to_status = 'ringing'
      THEN COALESCE(s.rang_at, GREATEST(s.status_since, {now})) ELSE s.rang_at END,
    handed_on_at = CASE WHEN t.to_status = 'transferred'
      THEN COALESCE(s.handed_on_at, GREATEST(s.status_since, {now})) ELSE s.handed_on_at END,
    activated_at = CASE WHEN t.to_status = 'active'
      THEN COALESCE(s.activated_at, GREATEST(s.status_since, {now})) ELSE s.activated_at END,
    -- Limits of an active session count from when it first became active.
    sweep_due_at = LEAST(s.sweep_due_at, CASE WHEN t.to_status = 'active'
        AND t.first_check_after IS NOT NULL AND s.activated_at IS NOT NULL THEN s.activated_at
      ELSE {now} + t.first_check_after * interval '1 microsecond' END)
  FROM target t
  WHERE s.organization_id = t.org AND s.id = t.id
    AND s.status = ANY (string_to_array(t.sources, ','))
    AND {>stores_texts}
    AND COALESCE(s.sweep_due_at > {now}, TRUE)
  RETURNING s.*, t.moved_by, t.move_reason),
history_entry AS (
  INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind, from_status,
    to_status, reason, triggered_by, at)
  SELECT m.organization_id, m.id, m.created_month, m.history_count, 'moved', m.prior_status,
    m.status, m.move_reason, m.moved_by, m.updated_at
  FROM moved m)
SELECT {>columns}, d.version, s.prior_status
FROM moved s
{>join_detail};
