-- Leases of finalize chains, one row at a time. H2 has no statement that changes rows and returns
-- them, so a claim first locks the chains and then leases them.

-- name: first_organization_with_due_chains
SELECT c.organization_id FROM {chain} c
WHERE c.due_at <= {now}
ORDER BY c.organization_id LIMIT 1;

-- name: next_organization_with_due_chains
SELECT c.organization_id FROM {chain} c
WHERE c.due_at <= {now} AND c.organization_id > :after
ORDER BY c.organization_id LIMIT 1;

-- name: pick_due_chains
SELECT c.organization_id, c.session_id, c.token, c.shape, c.state, c.claims, {now},
  {>trace_of_chain}, c.due_at, {>enrichments_of_chain}
FROM {chain} c
WHERE c.organization_id = :org AND c.due_at <= {now} AND c.shape = ANY(:shapes)
  AND NOT EXISTS (SELECT 1 FROM {session} s
    WHERE s.organization_id = c.organization_id AND s.id = c.session_id
      AND s.status NOT IN ({terminal}))
ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE SKIP LOCKED;

-- name: lease_chain
UPDATE {chain} SET owner = :owner, token = token + 1, claims = claims + 1, waits_for = NULL,
  due_at = {now+lease}
WHERE organization_id = :org AND session_id = :id;

-- name: renew_lease
UPDATE {chain} SET due_at = {now+lease}
WHERE organization_id = :org AND session_id = :id AND token = :token AND owner IS NOT NULL;

-- name: release_lease
-- The chain is due at once, and its claim is not counted.
UPDATE {chain} SET owner = NULL, due_at = {now}, claims = claims - 1
WHERE organization_id = :org AND session_id = :id AND token = :token AND owner IS NOT NULL;

-- name: set_lease_aside
-- The claim is not counted, but the chain is not due before the lease would have expired.
UPDATE {chain} SET owner = NULL, claims = claims - 1
WHERE organization_id = :org AND session_id = :id AND token = :token AND owner IS NOT NULL;
