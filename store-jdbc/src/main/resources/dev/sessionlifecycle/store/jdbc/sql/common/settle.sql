-- Changes to a session's row that follow from the outcome of a step.

-- name: finish_session
-- Stamps the session of a chain that has finished.
UPDATE {session} SET finalized_at = {now}
WHERE organization_id = :org AND id = :id AND status IN ({terminal}) AND finalized_at IS NULL;

-- name: apply_effects
UPDATE {session} SET reported_reason = COALESCE(:reported, reported_reason),
  version = version + :described
WHERE organization_id = :org AND id = :id;

-- name: rename_triggered_by
UPDATE {session} SET triggered_by = :to
WHERE organization_id = :org AND id = :id AND triggered_by = :from;

-- On version 1 of the schema there are no dispositions.
-- name: rename_disposition_by
UPDATE {session_detail} SET
  --[v2]
  disposition_by = :to
  --[/v2]
  --[!v2]
  version = version
  --[/!v2]
WHERE organization_id = :org AND id = :id
  --[v2]
  AND disposition_by = :from
  --[/v2]
  --[!v2]
  AND 1 = 0
  --[/!v2]
;
