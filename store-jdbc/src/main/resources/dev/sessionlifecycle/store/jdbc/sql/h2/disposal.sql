-- name: organizations_due_for_disposal
SELECT s.organization_id, MIN(s.retention_due_at) FROM {session} s
WHERE s.retention_due_at <= {now}
GROUP BY s.organization_id
ORDER BY s.organization_id;
