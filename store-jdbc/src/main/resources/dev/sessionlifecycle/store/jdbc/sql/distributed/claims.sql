-- Leases of finalize chains, one organization a statement. Citus runs each on the server of the
-- organization; of what lies across servers, only the look for organizations is asked.

-- name: organizations_with_due_chains
-- Across organizations: those with due chains after :after, in order.
SELECT DISTINCT c.organization_id FROM {chain} c
WHERE c.due_at <= {now} AND c.organization_id > :after
ORDER BY c.organization_id LIMIT {limit};

-- name: claim_chains_of_organization
-- The status is read by a scalar subquery, and tested in a CASE, for the reasons of claim_chains.
WITH picked AS MATERIALIZED (
  SELECT c.session_id, c.due_at FROM {chain} c
  WHERE c.organization_id = :org AND c.due_at <= {now}
    AND c.shape = ANY(CAST(:shapes AS varchar[]))
    AND CASE WHEN (SELECT s.status FROM {session} s
        WHERE s.organization_id = :org AND s.id = c.session_id) NOT IN ({terminal})
      THEN FALSE ELSE TRUE END
  ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE OF c SKIP LOCKED)
UPDATE {chain} c SET owner = :owner, token = c.token + 1, claims = c.claims + 1, waits_for = NULL,
  due_at = {now+lease}
FROM picked p
WHERE c.organization_id = :org AND c.session_id = p.session_id
RETURNING c.organization_id, c.session_id, c.token - 1, c.shape, c.state, c.claims - 1, {now},
  {>trace_of_chain}, p.due_at, {>enrichments_of_chain};

-- fragment: of_held_leases
-- Restricts an update to the leases that are still held; returns their positions in the arrays.
FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS bigint[])) WITH ORDINALITY AS t(id, token, place)
WHERE c.organization_id = :org AND c.session_id = ANY(CAST(:ids AS uuid[]))
  AND c.session_id = t.id AND c.token = t.token AND {>has_owner}
RETURNING t.place;

-- name: renew_leases
UPDATE {chain} c SET due_at = {now+lease}
{>of_held_leases};

-- name: release_leases
-- The chains are due at once, and their claims are not counted.
UPDATE {chain} c SET owner = NULL, due_at = {now}, claims = c.claims - 1
{>of_held_leases};

-- name: set_leases_aside
-- The claims are not counted, but the chains are not due before the leases would have expired.
UPDATE {chain} c SET owner = NULL, claims = c.claims - 1
{>of_held_leases};
