-- name: chain_backlog
-- Two sums side by side: Citus takes no subquery in the list of what is selected. Without the block
-- across organizations.
SELECT w.due, w.leased, w.waiting, p.parked, w.oldest_due_at, {now} AS now_at
FROM (
  SELECT
    COALESCE(SUM(CASE WHEN c.due_at <= {now} THEN 1 ELSE 0 END), 0) AS due,
    COALESCE(SUM(CASE WHEN c.due_at > {now} AND c.owner IS NOT NULL THEN 1 ELSE 0 END), 0) AS leased,
    COALESCE(SUM(CASE WHEN c.due_at > {now} AND c.owner IS NULL THEN 1 ELSE 0 END), 0) AS waiting,
    MIN(CASE WHEN c.due_at <= {now} THEN c.due_at ELSE NULL END) AS oldest_due_at
  FROM {chain} c WHERE c.due_at IS NOT NULL
    --[of_one]
    AND c.organization_id = :org
    --[/of_one]
  ) w
CROSS JOIN (
  SELECT COUNT(*) AS parked FROM {chain} c WHERE c.parked > 0 AND c.due_at IS NULL
    --[of_one]
    AND c.organization_id = :org
    --[/of_one]
  ) p;
