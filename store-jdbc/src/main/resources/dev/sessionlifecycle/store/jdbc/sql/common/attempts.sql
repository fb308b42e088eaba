-- The records of attempts at the steps of a chain.

-- name: insert_attempt
INSERT INTO {attempt} (organization_id, session_id, step, attempt, node, started_at, ended_at,
  result, label)
VALUES (:org, :session, :step, :attempt, :node, :started, :ended, :result, :label);

-- name: list_attempts
SELECT a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result, a.label
FROM {attempt} a
WHERE a.organization_id = :org AND a.session_id = :session
ORDER BY a.id LIMIT :limit;

-- name: last_parked_attempt
-- Ordered by the whole key, so that both databases read it backwards and stop at the first match.
SELECT a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result, a.label
FROM {attempt} a
WHERE a.organization_id = :org AND a.session_id = :session
  AND a.step = :step AND a.result = 'parked'
ORDER BY a.organization_id DESC, a.session_id DESC, a.id DESC LIMIT 1;
