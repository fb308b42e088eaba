-- Opens a session that can only collide by its own id, in one statement. Returns nothing if the
-- organization has a session with that id.
-- name: open_fast
WITH opened AS (
  INSERT INTO {session} (organization_id, id, end_user_id, channel, channel_key, session_type, status, priority,
    origin, assigned_agent_id, retention_policy_id, previous_session_id, history_count,
    created_month, created_at, started_at, updated_at,
    --[v2]
    storing,
    --[/v2]
    rang_at, activated_at, status_since, last_activity_at, sweep_due_at)
  VALUES (:org, :id, :user, :channel, :channelKey, :type, :status, :priority,
    :origin, :agent, :policy, :previous, 1,
    :month, :createdAt, :startedAt, :updatedAt,
    --[v2]
    :storing,
    --[/v2]
    CASE WHEN :status = 'ringing' THEN {now} END, CASE WHEN :status = 'active' THEN {now} END,
    {now}, {now}, {now+firstCheckAfter})
  ON CONFLICT (organization_id, id) DO NOTHING
  RETURNING organization_id, id, status, created_month, updated_at, status_since),
detail AS (
  INSERT INTO {session_detail} (organization_id, id, subject, metadata, context_variables)
  SELECT o.organization_id, o.id, :subject::text, :metadata::json, :variables::json
  FROM opened o),
history_entry AS (
  INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind, to_status,
    triggered_by, at)
  SELECT o.organization_id, o.id, o.created_month, 1, 'opened', o.status, :by::varchar, o.updated_at
  FROM opened o)
SELECT o.status_since FROM opened o;
