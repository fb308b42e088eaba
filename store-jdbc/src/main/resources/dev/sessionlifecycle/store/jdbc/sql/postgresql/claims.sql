-- Leases of finalize chains; each call is one statement.

-- name: claim_chains
-- Leases due chains of many organizations. Each organization costs one probe of the index over
-- due_at, starting after :after and wrapping around; from each the oldest due chains are taken, at
-- most :share. :last is the greatest possible id.
WITH RECURSIVE organization(id, due_at, first_session, wrapped) AS (
  SELECT CAST(:after AS uuid), CAST(NULL AS timestamptz), CAST(:last AS uuid), FALSE
  UNION ALL
  SELECT n.organization_id, n.due_at, n.session_id, n.wrapped
  FROM organization o CROSS JOIN LATERAL (
    (SELECT c.organization_id, c.due_at, c.session_id, o.wrapped FROM {chain} c
      WHERE {>may_be_due} AND c.organization_id > o.id
        AND c.organization_id <= CASE WHEN o.wrapped
          THEN CAST(:after AS uuid) ELSE CAST(:last AS uuid) END
      ORDER BY c.organization_id, c.due_at, c.session_id LIMIT 1)
    UNION ALL
    (SELECT c.organization_id, c.due_at, c.session_id, TRUE FROM {chain} c
      WHERE NOT o.wrapped AND {>may_be_due} AND c.organization_id <= CAST(:after AS uuid)
      ORDER BY c.organization_id, c.due_at, c.session_id LIMIT 1)
    LIMIT 1) n),
-- The first position is compared as a row: PostgreSQL takes a range of times to be rare, and would
-- then sort everything that is due. The status is read by a scalar subquery, since a join could
-- become one with the whole table, and tested in a CASE, since a list of statuses is taken to be
-- rare, too.
picked AS MATERIALIZED (
  SELECT p.place, p.due_at FROM organization o CROSS JOIN LATERAL (
    SELECT c.ctid AS place, c.due_at FROM {chain} c
    WHERE c.organization_id = o.id
      AND (c.due_at, c.session_id) >= (o.due_at, o.first_session)
      AND c.due_at <= {now}
      AND c.shape = ANY(CAST(:shapes AS varchar[]))
      AND CASE WHEN (SELECT s.status FROM {session} s
          WHERE s.organization_id = c.organization_id AND s.id = c.session_id) IN ({terminal})
        THEN TRUE ELSE FALSE END
    ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE OF c SKIP LOCKED) p
  WHERE o.due_at <= {now} LIMIT :limit)
-- The rows are located by ctid: under a generic plan any other join could become one with the whole
-- table.
UPDATE {chain} c SET owner = :owner, token = c.token + 1, claims = c.claims + 1, waits_for = NULL,
  due_at = {now+lease}
FROM picked p
WHERE c.ctid = ANY(ARRAY(SELECT q.place FROM picked q)) AND c.ctid = p.place
RETURNING c.organization_id, c.session_id, c.token - 1, c.shape, c.state, c.claims - 1, {now},
  {>trace_of_chain}, p.due_at;

-- fragment: may_be_due
-- Bounded, a look does not pass the index entries of chains that were due before :since, nor of
-- those that will be; unbounded, each organization costs one probe.
--[bounded]
c.due_at >= :since AND c.due_at <= {now}
--[/bounded]
--[!bounded]
c.due_at IS NOT NULL
--[/!bounded]
;

-- fragment: of_held_leases
-- Restricts an update to the leases that are still held; returns their positions in the arrays.
FROM unnest(CAST(:org AS uuid[]), CAST(:id AS uuid[]), CAST(:token AS bigint[]))
  WITH ORDINALITY AS t(org, id, token, place)
WHERE c.organization_id = t.org AND c.session_id = t.id AND c.token = t.token
  AND c.owner IS NOT NULL
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
