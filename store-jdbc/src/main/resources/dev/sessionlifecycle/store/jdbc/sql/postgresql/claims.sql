-- Leases of finalize chains; each call is one statement.

-- name: claim_chains
-- Leases due chains of many organizations. Each organization costs one probe of the index over
-- due_at, starting after :after and wrapping around; from each the oldest due chains are taken, at
-- most :share. :last is the greatest possible id. Bounded, the index entries of chains that were due
-- before :since, or before the time of their organization in :sinces, are not read. The
-- organizations then come from the primary key of sessions, each from its newest.
--[bounded]
WITH RECURSIVE known(id) AS (
  (SELECT s.organization_id FROM {session} s ORDER BY s.organization_id DESC, s.id DESC LIMIT 1)
  UNION ALL
  SELECT (SELECT s.organization_id FROM {session} s WHERE s.organization_id < k.id
    ORDER BY s.organization_id DESC, s.id DESC LIMIT 1)
  FROM known k WHERE k.id IS NOT NULL),
organization(id, due_at, first_session) AS (
  SELECT k.id, COALESCE(b.since, CAST(:since AS timestamptz)), {>nil}
  FROM known k
  LEFT JOIN unnest(CAST(:orgs AS uuid[]), CAST(:sinces AS timestamptz[])) AS b(id, since)
    ON b.id = k.id
  WHERE k.id IS NOT NULL
  ORDER BY k.id <= CAST(:after AS uuid), k.id),
--[/bounded]
--[!bounded]
WITH RECURSIVE organization(id, due_at, first_session, wrapped) AS (
  SELECT CAST(:after AS uuid), CAST(NULL AS timestamptz), CAST(:last AS uuid), FALSE
  UNION ALL
  SELECT n.organization_id, n.due_at, n.session_id, n.wrapped
  FROM organization o CROSS JOIN LATERAL (
    (SELECT c.organization_id, c.due_at, c.session_id, o.wrapped FROM {chain} c
      WHERE c.due_at IS NOT NULL AND c.organization_id > o.id
        AND c.organization_id <= CASE WHEN o.wrapped
          THEN CAST(:after AS uuid) ELSE CAST(:last AS uuid) END
      ORDER BY c.organization_id, c.due_at, c.session_id LIMIT 1)
    UNION ALL
    (SELECT c.organization_id, c.due_at, c.session_id, TRUE FROM {chain} c
      WHERE NOT o.wrapped AND c.due_at IS NOT NULL AND c.organization_id <= CAST(:after AS uuid)
      ORDER BY c.organization_id, c.due_at, c.session_id LIMIT 1)
    LIMIT 1) n),
--[/!bounded]
-- The first position is compared as a row: PostgreSQL takes a range of times to be rare, and would
-- then sort everything that is due. The status is read by a scalar subquery, since a join could
-- become one with the whole table, and tested in a CASE, since a list of statuses is taken to be
-- rare, too. A chain that a purge has left has no session.
picked AS MATERIALIZED (
  SELECT p.place, p.due_at FROM organization o CROSS JOIN LATERAL (
    SELECT c.ctid AS place, c.due_at FROM {chain} c
    WHERE c.organization_id = o.id
      AND (c.due_at, c.session_id) >= (o.due_at, o.first_session)
      AND c.due_at <= {now}
      AND c.shape = ANY(CAST(:shapes AS varchar[]))
      AND CASE WHEN (SELECT s.status FROM {session} s
          WHERE s.organization_id = c.organization_id AND s.id = c.session_id) NOT IN ({terminal})
        THEN FALSE ELSE TRUE END
    ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE OF c SKIP LOCKED) p
  WHERE o.due_at <= {now} LIMIT :limit)
-- The rows are located by ctid: under a generic plan any other join could become one with the whole
-- table.
UPDATE {chain} c SET owner = :owner, token = c.token + 1, claims = c.claims + 1, waits_for = NULL,
  due_at = {now+lease}
FROM picked p
WHERE c.ctid = ANY(ARRAY(SELECT q.place FROM picked q)) AND c.ctid = p.place
RETURNING c.organization_id, c.session_id, c.token - 1, c.shape, c.state, c.claims - 1, {now},
  {>trace_of_chain}, p.due_at, {>enrichments_of_chain};

-- name: organizations_with_due_chains
-- The organizations with due entries, and when the oldest of each was due: one index probe per
-- organization, however many entries it has. Bounded, what was due before :since, or before the time
-- of its organization in :sinces, is not read: dead entries of the index, as long as a snapshot keeps
-- them. The organizations then come from the primary key of sessions, each from its newest.
WITH RECURSIVE organization(id) AS (
  --[!bounded]
  (SELECT n.organization_id FROM {chain} n
    WHERE n.due_at IS NOT NULL
    ORDER BY n.organization_id LIMIT 1)
  UNION ALL
  SELECT (SELECT n.organization_id FROM {chain} n
    WHERE n.due_at IS NOT NULL AND n.organization_id > o.id
    ORDER BY n.organization_id LIMIT 1)
  --[/!bounded]
  --[bounded]
  (SELECT n.organization_id FROM {session} n
    ORDER BY n.organization_id DESC, n.id DESC LIMIT 1)
  UNION ALL
  SELECT (SELECT n.organization_id FROM {session} n
    WHERE n.organization_id < o.id
    ORDER BY n.organization_id DESC, n.id DESC LIMIT 1)
  --[/bounded]
  FROM organization o WHERE o.id IS NOT NULL)
SELECT o.id, d.due FROM organization o
--[bounded]
LEFT JOIN unnest(CAST(:orgs AS uuid[]), CAST(:sinces AS timestamptz[])) AS b(id, since)
  ON b.id = o.id
--[/bounded]
CROSS JOIN LATERAL (
  SELECT s.due_at AS due FROM {chain} s
  WHERE s.organization_id = o.id AND s.due_at <= {now}
    --[bounded]
    AND s.due_at >= COALESCE(b.since, CAST(:since AS timestamptz))
    --[/bounded]
  ORDER BY s.due_at LIMIT 1) d
WHERE o.id IS NOT NULL
ORDER BY o.id;

-- fragment: of_held_leases
-- Restricts an update to the leases that are still held; returns their positions in the arrays.
FROM (SELECT * FROM unnest(CAST(:org AS uuid[]), CAST(:id AS uuid[]), CAST(:token AS bigint[]))
  WITH ORDINALITY AS i(org, id, token, place) {>expecting_few}) t
WHERE c.organization_id = t.org AND c.session_id = t.id AND c.token = t.token
  AND {>has_owner}
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
