-- name: organizations_due_for_sweep
SELECT DISTINCT s.organization_id FROM {session} s
WHERE s.sweep_due_at <= {now}
ORDER BY s.organization_id;
