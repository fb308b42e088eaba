-- The organizations with expired early ends: one index probe per organization.
-- name: organizations_with_old_early_ends
WITH RECURSIVE o (id) AS (
  (SELECT n.organization_id FROM {external_ref} n
   WHERE n.kept_until IS NOT NULL
   ORDER BY n.organization_id LIMIT 1)
  UNION ALL
  SELECT (SELECT n.organization_id FROM {external_ref} n
          WHERE n.kept_until IS NOT NULL AND n.organization_id > o.id
          ORDER BY n.organization_id LIMIT 1)
  FROM o WHERE o.id IS NOT NULL)
SELECT o.id FROM o
WHERE o.id IS NOT NULL AND EXISTS (
  SELECT 1 FROM {external_ref} s WHERE s.organization_id = o.id AND s.kept_until <= {now})
ORDER BY o.id;
