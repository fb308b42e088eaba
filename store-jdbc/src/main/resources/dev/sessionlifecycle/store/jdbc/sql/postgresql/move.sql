-- Moves a session to another live status if its current status allows that, in one statement, and
-- returns it with the status that it had. A session that the sweep is due to look at is left to the
-- general statements: its time limit may have passed. Blocks: ringing, active and transferred, for the statuses with a time
-- stamp of their own.
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
    --[v2]
    AND s.storing IS NULL
    --[/v2]
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
JOIN {session_detail} d ON d.organization_id = s.organization_id AND d.id = s.id;
