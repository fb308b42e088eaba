-- name: organizations_due_for_disposal
SELECT DISTINCT s.organization_id FROM {session} s
WHERE s.retention_due_at <= {now}
ORDER BY s.organization_id;
