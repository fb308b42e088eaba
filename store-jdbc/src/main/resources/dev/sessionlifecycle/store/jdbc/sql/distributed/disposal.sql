-- name: organizations_due_for_disposal
-- Across organizations.
SELECT s.organization_id, MIN(s.retention_due_at) FROM {session} s
WHERE s.retention_due_at <= {now}
GROUP BY s.organization_id
ORDER BY s.organization_id;

-- fragment: parked
-- Whether the chain of session s is parked, with nothing left to run.
EXISTS (
  SELECT 1 FROM {chain} c
  WHERE c.organization_id = :org AND c.session_id = s.id AND c.parked > 0 AND c.due_at IS NULL);

-- name: disposal_candidates
-- The facts on which the decision about each session depends; read once the rows are locked.
-- A session whose owner may still write what it has held back counts as unfinished.
SELECT s.id, s.status, {>held},
  CASE WHEN s.owner_buffering AND s.owner_until > {now} THEN NULL ELSE s.finalized_at END,
  {>parked}, s.status_since, s.retention_expires_at, s.anonymized,
  s.archived_at, s.message_count,
  (SELECT c.state FROM {chain} c WHERE c.organization_id = :org AND c.session_id = s.id
    AND (c.due_at IS NOT NULL OR c.parked > 0 OR c.state LIKE '%!%')) AS state_left,
  (SELECT {>enrichments_of_chain} FROM {chain} c
    WHERE c.organization_id = :org AND c.session_id = s.id) AS enrichments,
  (SELECT {>first_attempts} FROM {chain} c
    WHERE c.organization_id = :org AND c.session_id = s.id) AS first_attempts
FROM {session} s
WHERE s.organization_id = :org AND s.id = ANY(:ids);
