-- Updates the columns that users may change; the row is locked.

-- name: update_session
UPDATE {session} SET
  priority = :priority,
  assigned_agent_id = :agent,
  retention_policy_id = :policy,
  has_recording = :recording,
  version = :version,
  updated_at = :updatedAt,
  last_activity_at = :lastActivityAt
WHERE organization_id = :org AND id = :id;

-- Null leaves metadata and variables unchanged: the columns may hold more than this version can
-- read.
-- name: update_session_detail
UPDATE {session_detail} SET
  version = :version,
  subject = :subject,
  metadata = COALESCE(CAST(:metadata AS {json}), metadata),
  context_variables = COALESCE(CAST(:variables AS {json}), context_variables)
WHERE organization_id = :org AND id = :id;
