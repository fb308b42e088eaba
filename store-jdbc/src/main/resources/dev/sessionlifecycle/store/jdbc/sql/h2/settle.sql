-- Writes the outcome of steps, one chain per row of a batch.

-- name: settle_chain
-- A chain whose session was enriched since it was claimed is due at once. Not written where attempts
-- are kept with a chain that has others already.
UPDATE {chain} SET state = :state, parked = :parked, claims = :claims,
  owner = CASE WHEN :held THEN owner ELSE NULL END,
  due_at = CASE
    --[v2]
    WHEN enrichments > :enriched AND (:due < 0 OR NOT :held) THEN {now}
    --[/v2]
    WHEN :due >= 0 THEN {now+due} ELSE NULL END,
  --[v2]
  first_attempts = COALESCE(first_attempts || CAST(:kept AS varchar), CAST(:kept AS varchar),
    first_attempts),
  --[/v2]
  finished_at = CASE WHEN :finished THEN COALESCE(finished_at, {now}) ELSE NULL END
WHERE organization_id = :org AND session_id = :id
  AND token = :token AND owner IS NOT NULL AND state = COALESCE(:base, state)
  --[v2]
  AND (CAST(:kept AS varchar) IS NULL OR NOT EXISTS (SELECT 1 FROM {attempt} a
    WHERE a.organization_id = :org AND a.session_id = :id))
  --[/v2]
;
