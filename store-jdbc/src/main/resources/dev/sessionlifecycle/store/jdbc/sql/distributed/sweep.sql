-- name: organizations_due_for_sweep
-- Across organizations.
SELECT s.organization_id, MIN(s.sweep_due_at) FROM {session} s
WHERE s.sweep_due_at <= {now}
GROUP BY s.organization_id
ORDER BY s.organization_id;
