-- name: share_guard
-- H2 has no shared row lock: disposals of one organization wait for each other.
SELECT 1 FROM {guard} WHERE organization_id = :org FOR UPDATE;
