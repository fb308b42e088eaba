-- name: share_guard
-- Several disposals may hold the lock at once; a hold waits for all of them.
SELECT 1 FROM {guard} WHERE organization_id = :org FOR SHARE;
