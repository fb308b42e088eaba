-- The attempts at the steps of a chain. Those that come first, each done at once, are kept with the
-- chain; from the first one on that is not, each has a row.

-- name: insert_attempt
INSERT INTO {attempt} (organization_id, session_id, step, attempt, node, started_at, ended_at,
  result, label)
VALUES (:org, :session, :step, :attempt, :node, :started, :ended, :result, :label);

-- fragment: first_attempts
--[v2]
c.first_attempts
--[/v2]
--[!v2]
CAST(NULL AS varchar)
--[/!v2]
;

-- name: list_attempts
SELECT a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result, a.label, {>first_attempts}
FROM {chain} c
LEFT JOIN {attempt} a ON a.organization_id = c.organization_id AND a.session_id = c.session_id
WHERE c.organization_id = :org AND c.session_id = :session
ORDER BY a.id LIMIT :limit;

-- name: last_parked_attempt
-- Ordered by the whole key, so that both databases read it backwards and stop at the first match.
SELECT a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result, a.label
FROM {attempt} a
WHERE a.organization_id = :org AND a.session_id = :session
  AND a.step = :step AND a.result = 'parked'
ORDER BY a.organization_id DESC, a.session_id DESC, a.id DESC LIMIT 1;
