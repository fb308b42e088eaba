-- name: organizations_with_old_early_ends
-- Across organizations.
SELECT s.organization_id, MIN(s.kept_until) FROM {external_ref} s
WHERE s.kept_until <= {now}
GROUP BY s.organization_id
ORDER BY s.organization_id;
