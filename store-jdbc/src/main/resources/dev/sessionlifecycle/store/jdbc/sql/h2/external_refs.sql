-- The organizations with expired early ends.
-- name: organizations_with_old_early_ends
SELECT DISTINCT s.organization_id FROM {external_ref} s
WHERE s.kept_until <= {now}
ORDER BY s.organization_id;
