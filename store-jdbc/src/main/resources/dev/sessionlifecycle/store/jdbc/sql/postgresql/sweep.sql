-- name: organizations_due_for_sweep
-- One index probe per organization, however many sessions it has.
WITH RECURSIVE organization(id) AS (
  (SELECT n.organization_id FROM {session} n
    WHERE n.sweep_due_at IS NOT NULL
    ORDER BY n.organization_id LIMIT 1)
  UNION ALL
  SELECT (SELECT n.organization_id FROM {session} n
    WHERE n.sweep_due_at IS NOT NULL AND n.organization_id > o.id
    ORDER BY n.organization_id LIMIT 1)
  FROM organization o WHERE o.id IS NOT NULL)
SELECT o.id FROM organization o
WHERE o.id IS NOT NULL
  AND EXISTS (SELECT 1 FROM {session} s WHERE s.organization_id = o.id AND s.sweep_due_at <= {now})
ORDER BY o.id;
