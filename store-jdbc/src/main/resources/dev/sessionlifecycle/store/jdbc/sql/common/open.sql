-- Opening a session: its row and its detail.

-- name: insert_session
INSERT INTO {session} (organization_id, id, end_user_id, channel, channel_key, session_type, status,
  priority, origin, active_user_id, assigned_agent_id, retention_policy_id, previous_session_id,
  history_count, created_month, created_at, started_at, updated_at, rang_at, activated_at,
  status_since, last_activity_at,
--[v2]
  storing,
--[/v2]
  sweep_due_at)
VALUES (:org, :id, :user, :channel, :channelKey, :type, :status,
  :priority, :origin, :activeUser, :agent, :policy, :previous,
  1, :month, :createdAt, :startedAt, :updatedAt, :rangAt, :activatedAt,
  :statusSince, :lastActivityAt,
--[v2]
  :storing,
--[/v2]
  :sweepDueAt);

-- name: insert_session_detail
INSERT INTO {session_detail} (organization_id, id, external_source, external_id, external_key,
  subject, metadata, context_variables)
VALUES (:org, :id, :source, :externalId, :externalKey,
  :subject, CAST(:metadata AS {json}), CAST(:variables AS {json}));
