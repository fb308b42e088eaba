-- The sweep over live sessions: sweep_due_at is when a session must be checked next.

-- name: due_for_sweep
-- The due sessions of one organization, the oldest of which was due at :since. The status is tested in a CASE because PostgreSQL takes a
-- list of statuses to be rare, and would rather sort all rows than stop early.
SELECT {>columns}, s.sweep_due_at, s.owner_token, s.owner_until,
  CASE WHEN s.message_count > s.owner_messages THEN 0 ELSE s.owner_recoveries END
FROM (
  SELECT s.* FROM {session} s
  WHERE s.organization_id = :org AND s.sweep_due_at <= {now}
    AND (s.sweep_due_at, s.id) >= (:since, {>nil})
    AND CASE WHEN s.status IN ({live}) THEN TRUE ELSE FALSE END
  ORDER BY s.sweep_due_at, s.id LIMIT {limit}) s
{>join_detail}
ORDER BY s.sweep_due_at, s.id;

-- fragment: nil
CAST('00000000-0000-0000-0000-000000000000' AS uuid);

-- name: reschedule_sweep
UPDATE {session} SET sweep_due_at = :at
WHERE organization_id = :org AND id = :id AND sweep_due_at = :seen AND status IN ({live});

-- name: live_sessions_after
-- A page of the live sessions of all organizations.
SELECT organization_id, id FROM {session}
WHERE (organization_id, id) > (:org, :id) AND status IN ({live})
ORDER BY organization_id, id LIMIT {limit};

-- name: make_sweep_due
UPDATE {session} SET sweep_due_at = LEAST(COALESCE(sweep_due_at, {now}), {now})
WHERE organization_id = :org AND id = :id AND status IN ({live});

-- name: take_over_session
-- Assigns a new owner to a session whose lease has expired, and counts how often that has happened
-- since the session's last message.
UPDATE {session} SET owner_id = :owner, owner_token = owner_token + 1,
  owner_until = {now+lease}, owner_buffering = FALSE,
  owner_recoveries = CASE WHEN message_count > owner_messages THEN 1
    ELSE owner_recoveries + 1 END,
  owner_messages = message_count,
  sweep_due_at = LEAST(COALESCE(sweep_due_at, {now+lease}), {now+lease})
WHERE organization_id = :org AND id = :id;
