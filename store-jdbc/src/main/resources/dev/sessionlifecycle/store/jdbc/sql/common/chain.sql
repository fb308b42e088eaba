-- Finalize chains: one row for each ended session, and the definitions that the rows refer to.

-- name: insert_chain
INSERT INTO {chain} (organization_id, session_id, shape, state, due_at, finished_at, waits_for
  {>traceparent_column})
VALUES (:org, :id, :shape, :state, :due, :finished, :waitsFor
  --[v2]
  , :trace
  --[/v2]
  );

-- fragment: traceparent_column
--[v2]
, traceparent
--[/v2]

-- fragment: trace_of_chain
--[v2]
c.traceparent
--[/v2]
--[!v2]
CAST(NULL AS varchar)
--[/!v2]
;

-- fragment: enrichments_of_chain
--[v2]
c.enrichments
--[/v2]
--[!v2]
0
--[/!v2]
;

-- Whether a node holds a chain c. In a CASE: a condition of its own is taken to be rare if no node held one when the
-- table was analyzed, and PostgreSQL then compared each chain of a statement with all that are held.
-- fragment: has_owner
CASE WHEN c.owner IS NOT NULL THEN TRUE ELSE FALSE END

-- name: lock_chain_to_enrich
-- Before the row of the session, as a settlement locks them.
SELECT c.session_id FROM {chain} c
WHERE c.organization_id = :org AND c.session_id = :id AND c.state LIKE '%+%'
FOR UPDATE;

-- name: enrich_chain
-- Counts an enrichment of the session where the chain has deliveries on enrichment, and makes it due
-- for them. A lease, and a wait for messages, stay as they are.
UPDATE {chain} SET
  --[v2]
  enrichments = enrichments + 1,
  --[/v2]
  due_at = CASE WHEN due_at IS NULL OR (owner IS NULL AND waits_for IS NULL AND due_at > {now})
    THEN {now} ELSE due_at END
WHERE organization_id = :org AND session_id = :id AND state LIKE '%+%';

-- fragment: chain_record
-- The columns of a chain c, as they are read.
SELECT c.organization_id, c.session_id, c.shape, c.state, c.token,
  CASE WHEN c.owner IS NOT NULL AND c.due_at > {now} THEN TRUE ELSE FALSE END AS is_leased,
  c.due_at, c.finished_at
FROM {chain} c;

-- name: find_chain
{>chain_record}
WHERE c.organization_id = :org AND c.session_id = :id;

-- name: parked_chains
{>chain_record}
WHERE c.organization_id = :org AND c.parked > 0
ORDER BY c.session_id LIMIT :limit;

-- name: parked_chains_after
{>chain_record}
WHERE c.organization_id = :org AND c.parked > 0 AND c.session_id > :after
ORDER BY c.session_id LIMIT :limit;

-- name: unfinished_chains
{>chain_record}
WHERE (c.due_at IS NOT NULL OR c.parked > 0)
  AND (c.organization_id > :org OR (c.organization_id = :org AND c.session_id > :after))
ORDER BY c.organization_id, c.session_id LIMIT :limit;

-- name: revise_chain
-- Changes the state of a chain that is not leased, if it is still the expected one.
UPDATE {chain} SET state = :state, parked = :parked, owner = NULL, claims = 0, waits_for = NULL,
  due_at = CASE
    --[v2]
    WHEN enrichments > :enriched THEN {now}
    --[/v2]
    WHEN :due >= 0 THEN {now+due} ELSE NULL END,
  finished_at = CASE WHEN :finished THEN COALESCE(finished_at, {now}) ELSE NULL END
WHERE organization_id = :org AND session_id = :id AND token = :token AND state = :expected
  -- Of a finished chain only deliveries change, and of one with nothing left they only begin again.
  AND (finished_at IS NULL OR (:finished AND (parked > 0 OR due_at IS NOT NULL OR :reopens)))
  AND (owner IS NULL OR due_at IS NULL OR due_at <= {now});

-- name: chain_backlog
SELECT
  COALESCE(SUM(CASE WHEN c.due_at <= {now} THEN 1 ELSE 0 END), 0) AS due,
  COALESCE(SUM(CASE WHEN c.due_at > {now} AND c.owner IS NOT NULL THEN 1 ELSE 0 END), 0) AS leased,
  COALESCE(SUM(CASE WHEN c.due_at > {now} AND c.owner IS NULL THEN 1 ELSE 0 END), 0) AS waiting,
  (SELECT COUNT(*) FROM {chain} p
    WHERE p.parked > 0 AND p.due_at IS NULL
      --[of_one]
      AND p.organization_id = :org
      --[/of_one]
    ) AS parked,
  MIN(CASE WHEN c.due_at <= {now} THEN c.due_at ELSE NULL END) AS oldest_due_at,
  {now} AS now_at
FROM {chain} c WHERE c.due_at IS NOT NULL
--[of_one]
AND c.organization_id = :org
--[/of_one]
;

-- name: insert_shape
INSERT INTO {chain_shape} (digest, steps) VALUES (:digest, :steps);

-- name: find_shape
SELECT steps FROM {chain_shape} WHERE digest = :digest;

-- name: list_shapes
SELECT steps FROM {chain_shape} ORDER BY digest;

-- name: find_current_chains
SELECT c.session_type, c.version, s.steps FROM {current_chain} c
JOIN {chain_shape} s ON s.digest = c.shape;

-- name: insert_current_chain
INSERT INTO {current_chain} (session_type, shape, state, version)
VALUES (:type, :shape, :state, :version);

-- name: update_current_chain
-- Changes nothing if another process has changed it meanwhile.
UPDATE {current_chain} SET shape = :shape, state = :state, version = :version
WHERE session_type = :type AND version = :version - 1;
