-- Owner leases. They are stored in the session's row, so that a close sees them in its own
-- statement.

-- Takes a free lease; the row is locked.
-- name: acquire_ownership
UPDATE {session} SET
  owner_id = :owner,
  owner_token = owner_token + 1,
  owner_until = {now+lease},
  owner_buffering = :buffering,
  sweep_due_at = {>check_when_lapsed}
WHERE organization_id = :org AND id = :id;

-- The owner has the lease already: it runs on.
-- name: acquire_ownership_again
UPDATE {session} SET
  owner_until = {now+lease},
  owner_buffering = :buffering,
  sweep_due_at = {>check_when_lapsed}
WHERE {>owned} AND owner_id = :owner;

-- The last owner resumes, even after its lease has expired, unless it was released or taken over.
-- name: resume_ownership
UPDATE {session} SET
  owner_until = {now+lease},
  owner_buffering = :buffering,
  sweep_due_at = {>check_when_lapsed}
WHERE organization_id = :org AND id = :id AND owner_token = :token AND owner_until IS NOT NULL
  AND status IN ({live});

-- fragment: check_when_lapsed
LEAST(COALESCE(sweep_due_at, {now+lease}), {now+lease})

-- Block activity: counts as activity of the session, unless the sweep is due to look at it: its time
-- limit may have passed.
-- name: renew_ownership
UPDATE {session} SET
  --[activity]
  last_activity_at = GREATEST(last_activity_at, {now}),
  --[/activity]
  owner_until = {now+lease}
WHERE {>owned} AND status IN ({live})
  --[activity]
  AND COALESCE(sweep_due_at > {now}, TRUE)
  --[/activity]
;

-- Also of a lease that has lapsed: the sweep would take the session for an orphan.
-- name: release_ownership
UPDATE {session} SET owner_until = NULL
WHERE organization_id = :org AND id = :id AND owner_token = :token AND owner_until IS NOT NULL;

-- fragment: owned
organization_id = :org AND id = :id AND owner_token = :token AND owner_until > {now}

-- Makes a chain due that waited for the owner's messages.
-- name: end_wait_for_owner
UPDATE {chain} SET due_at = {now}, waits_for = NULL
WHERE organization_id = :org AND session_id = :id AND waits_for = :token;
