-- name: share_guard
-- H2 has no shared lock of a row: disposals of one organization wait for each other.
SELECT 1 FROM {guard} WHERE organization_id = :org FOR UPDATE;
