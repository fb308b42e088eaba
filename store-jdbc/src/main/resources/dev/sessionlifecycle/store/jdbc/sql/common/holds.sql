-- Legal holds, and the guard row of an organization, which makes holds and disposals exclude each
-- other.

-- fragment: held_by_itself
-- Whether a hold on session s or on its end user is in force.
(s.hold_count > 0 OR EXISTS (
  SELECT 1 FROM {hold} h
  WHERE h.organization_id = s.organization_id AND h.end_user_id = s.end_user_id
    AND h.released_at IS NULL));

-- fragment: held
-- Whether any hold in force covers session s, one on the organization included.
({>held_by_itself} OR EXISTS (
  SELECT 1 FROM {hold} h
  WHERE h.organization_id = s.organization_id AND h.end_user_id IS NULL AND h.session_id IS NULL
    AND h.released_at IS NULL));

-- name: organization_hold
SELECT 1 FROM {hold} h
WHERE h.organization_id = :org AND h.end_user_id IS NULL AND h.session_id IS NULL
  AND h.released_at IS NULL
LIMIT 1;

-- fragment: hold_record
-- The columns of a hold h, as they are read.
SELECT h.organization_id, h.id, h.session_id, h.end_user_id, h.why, h.placed_by, h.placed_at,
  h.released_by, h.released_at
FROM {hold} h;

-- name: insert_hold
INSERT INTO {hold} (organization_id, id, session_id, end_user_id, why, placed_by, placed_at,
  released_by, released_at)
VALUES (:org, :id, :session, :user, :why, :by, :at, :releasedBy, :releasedAt);

-- name: find_hold
{>hold_record}
WHERE h.organization_id = :org AND h.id = :id;

-- name: release_hold
UPDATE {hold} SET released_by = :by, released_at = :at
WHERE organization_id = :org AND id = :id AND released_at IS NULL;

-- name: count_hold
-- A hold on one session is counted on the row that a disposal locks.
UPDATE {session} SET hold_count = hold_count + :more
WHERE organization_id = :org AND id = :session;

-- name: list_holds
{>hold_record}
WHERE h.organization_id = :org AND h.id > :after
ORDER BY h.id LIMIT :limit;

-- name: list_holds_in_force
{>hold_record}
WHERE h.organization_id = :org AND h.id > :after AND h.released_at IS NULL
ORDER BY h.id LIMIT :limit;

-- name: holds_covering_session
{>hold_record}
JOIN {session} s ON s.organization_id = h.organization_id AND s.id = :session
WHERE h.organization_id = :org AND h.released_at IS NULL
  AND (h.session_id = s.id OR h.end_user_id = s.end_user_id
    OR (h.session_id IS NULL AND h.end_user_id IS NULL))
ORDER BY h.id;

-- name: lock_guard
SELECT 1 FROM {guard} WHERE organization_id = :org FOR UPDATE;

-- name: insert_guard
INSERT INTO {guard} (organization_id) VALUES (:org);
