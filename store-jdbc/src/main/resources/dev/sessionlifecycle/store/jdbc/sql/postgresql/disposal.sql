-- name: organizations_due_for_disposal
-- The organizations with due entries, and when the oldest of each was due: one index probe per
-- organization, however many entries it has. Bounded, what was due before :since, or before the time
-- of its organization in :sinces, is not read: dead entries of the index, as long as a snapshot keeps
-- them. The organizations then come from the primary key of sessions, each from its newest.
WITH RECURSIVE organization(id) AS (
  --[!bounded]
  (SELECT n.organization_id FROM {session} n
    WHERE n.retention_due_at IS NOT NULL
    ORDER BY n.organization_id LIMIT 1)
  UNION ALL
  SELECT (SELECT n.organization_id FROM {session} n
    WHERE n.retention_due_at IS NOT NULL AND n.organization_id > o.id
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
  SELECT s.retention_due_at AS due FROM {session} s
  WHERE s.organization_id = o.id AND s.retention_due_at <= {now}
    --[bounded]
    AND s.retention_due_at >= COALESCE(b.since, CAST(:since AS timestamptz))
    --[/bounded]
  ORDER BY s.retention_due_at LIMIT 1) d
WHERE o.id IS NOT NULL
ORDER BY o.id;
