-- fragment: held_by_itself
-- Whether a hold on session s or on its end user is in force.
(s.hold_count > 0 OR EXISTS (
  SELECT 1 FROM {hold} h
  WHERE h.organization_id = :org AND h.end_user_id = s.end_user_id AND h.released_at IS NULL));

-- fragment: held
-- Whether any hold in force covers session s, one on the organization included.
({>held_by_itself} OR EXISTS (
  SELECT 1 FROM {hold} h
  WHERE h.organization_id = :org AND h.end_user_id IS NULL AND h.session_id IS NULL
    AND h.released_at IS NULL));

-- name: share_guard
-- Several disposals may hold the lock at once; a hold waits for all of them.
SELECT 1 FROM {guard} WHERE organization_id = :org FOR SHARE;
