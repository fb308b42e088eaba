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

-- On version 1 of the schema the three statements below are never run.
-- name: save_disposition
UPDATE {session_detail} SET
  --[v2]
  disposition = :code,
  disposition_note = :note,
  disposition_by = :by,
  disposition_at = :at
  --[/v2]
  --[!v2]
  version = version
  --[/!v2]
WHERE organization_id = :org AND id = :id;

-- name: find_usage_reports
SELECT
  --[v2]
  d.usage_reports
  --[/v2]
  --[!v2]
  CAST(NULL AS varchar)
  --[/!v2]
FROM {session_detail} d WHERE d.organization_id = :org AND d.id = :id;

-- Without a key, a report is not remembered.
-- name: save_usage
UPDATE {session_detail} SET
  --[v2]
  usage_totals = CAST(:totals AS {json}),
  usage_reports = COALESCE(usage_reports || :report, :report, usage_reports)
  --[/v2]
  --[!v2]
  version = version
  --[/!v2]
WHERE organization_id = :org AND id = :id;
