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
