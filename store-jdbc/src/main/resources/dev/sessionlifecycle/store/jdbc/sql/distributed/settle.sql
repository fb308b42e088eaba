-- Writes the outcome of steps, for many chains of one organization.

-- name: settle_chains_of_organization
-- Writes the new state of those chains whose lease is still held; returns their positions. The
-- times are given: a time plus an interval of the row would be no fixed value to Citus. A chain whose
-- session was enriched since it was claimed is due at once. Attempts that are kept with a chain that
-- has others already are not written, nor is its state.
UPDATE {chain} c SET state = t.state, parked = t.parked,
  claims = CASE WHEN t.held THEN 1 ELSE 0 END,
  owner = CASE WHEN t.held THEN c.owner ELSE NULL END,
  due_at = CASE
    --[v2]
    WHEN c.enrichments > t.enriched AND (t.due IS NULL OR NOT t.held) THEN {now}
    --[/v2]
    WHEN TRUE THEN t.due END,
  --[v2]
  first_attempts = COALESCE(c.first_attempts || t.kept, t.kept, c.first_attempts),
  --[/v2]
  finished_at = COALESCE(c.finished_at, t.finished)
FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS bigint[]), CAST(:bases AS text[]),
  CAST(:states AS text[]), CAST(:parked AS smallint[]), CAST(:held AS boolean[]),
  CAST(:due AS timestamptz[]), CAST(:finished AS timestamptz[]), CAST(:enriched AS integer[])
  --[v2]
  , CAST(:kept AS text[])
  --[/v2]
  ) WITH ORDINALITY AS t(id, token, base, state, parked, held, due, finished, enriched,
  --[v2]
  kept,
  --[/v2]
  place)
WHERE c.organization_id = :org AND c.session_id = ANY(CAST(:ids AS uuid[]))
  AND c.session_id = t.id AND c.token = t.token
  AND {>has_owner} AND (t.base IS NULL OR c.state = t.base)
  --[v2]
  AND (t.kept IS NULL OR (SELECT a.step FROM {attempt} a
    WHERE a.organization_id = :org AND a.session_id = c.session_id LIMIT 1) IS NULL)
  --[/v2]
RETURNING t.place;

-- name: finish_sessions_of_organization
-- Stamps the sessions whose chains have finished.
UPDATE {session} SET finalized_at = {now}
WHERE organization_id = :org AND id = ANY(CAST(:ids AS uuid[])) AND status IN ({terminal})
  AND finalized_at IS NULL;
