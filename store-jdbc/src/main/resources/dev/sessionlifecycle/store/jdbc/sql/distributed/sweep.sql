-- name: organizations_due_for_sweep
-- Across organizations.
SELECT s.organization_id, MIN(s.sweep_due_at) FROM {session} s
WHERE s.sweep_due_at <= {now}
GROUP BY s.organization_id
ORDER BY s.organization_id;

-- name: due_for_sweep
-- The due sessions of one organization, the oldest of which was due at :since. The status is tested
-- in a CASE because PostgreSQL takes a list of statuses to be rare, and would rather sort all rows
-- than stop early.
SELECT {>columns}, s.sweep_due_at, s.owner_token, s.owner_until,
  CASE WHEN s.message_count > s.owner_messages THEN 0 ELSE s.owner_recoveries END
FROM (
  SELECT s.* FROM {session} s
  WHERE s.organization_id = :org AND s.sweep_due_at <= {now}
    AND (s.sweep_due_at, s.id) >= (:since, {>nil})
    AND CASE WHEN s.status IN ({live}) THEN TRUE ELSE FALSE END
  ORDER BY s.sweep_due_at, s.id LIMIT {limit}) s
JOIN {session_detail} d ON d.organization_id = :org AND d.id = s.id
ORDER BY s.sweep_due_at, s.id;
