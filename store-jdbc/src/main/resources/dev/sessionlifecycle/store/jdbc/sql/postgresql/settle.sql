-- Writes the outcome of steps, for many chains in one statement.

-- name: settle_chains
-- Writes the new state of those chains whose lease is still held, the records of their attempts,
-- and the stamps of the sessions whose chain has finished. Returns the positions of the written
-- ones. The fence is the key, the token and the expected state: given an index that could serve a
-- condition on leased rows, the planner would walk that one. A chain whose session was enriched since
-- it was claimed is due at once. Attempts that are kept with a chain that has others already are not
-- written, nor is its state. That is asked for by a scalar subquery, since PostgreSQL could answer
-- EXISTS by reading the whole table.
WITH settlement AS MATERIALIZED (
  SELECT t.*
    --[v2]
    , t.kept IS NOT NULL AND (SELECT a.step FROM {attempt} a
      WHERE a.organization_id = t.org AND a.session_id = t.id LIMIT 1) IS NOT NULL AS has_rows
    --[/v2]
  FROM unnest(CAST(:org AS uuid[]), CAST(:id AS uuid[]), CAST(:token AS bigint[]),
    CAST(:base AS text[]), CAST(:state AS text[]), CAST(:parked AS smallint[]),
    CAST(:held AS boolean[]), CAST(:due AS bigint[]), CAST(:finished AS boolean[]),
    CAST(:enriched AS integer[])
    --[v2]
    , CAST(:kept AS text[])
    --[/v2]
    ) WITH ORDINALITY AS t(org, id, token, base, state, parked, held, due, finished, enriched,
    --[v2]
    kept,
    --[/v2]
    place)
  {>expecting_few}),
settled AS (
  UPDATE {chain} c SET state = t.state, parked = t.parked,
    --[v2]
    first_attempts = COALESCE(c.first_attempts || t.kept, t.kept, c.first_attempts),
    --[/v2]
    claims = CASE WHEN t.held THEN 1 ELSE 0 END,
    owner = CASE WHEN t.held THEN c.owner ELSE NULL END,
    due_at = CASE
      --[v2]
      WHEN c.enrichments > t.enriched AND (t.due < 0 OR NOT t.held) THEN {now}
      --[/v2]
      WHEN t.due >= 0 THEN {now} + t.due * interval '1 microsecond' ELSE NULL END,
    finished_at = CASE WHEN t.finished THEN COALESCE(c.finished_at, {now}) ELSE NULL END
  FROM settlement t
  WHERE c.organization_id = t.org AND c.session_id = t.id AND c.token = t.token
    AND {>has_owner} AND (t.base IS NULL OR c.state = t.base)
    --[v2]
    AND NOT t.has_rows
    --[/v2]
  RETURNING t.place, t.org, t.id, t.finished),
recorded AS (
  INSERT INTO {attempt} (organization_id, session_id, step, attempt, node, started_at, ended_at,
    result, label)
  SELECT s.org, s.id, r.step, r.attempt, r.node, r.started_at, r.ended_at, r.result, r.label
  FROM unnest(CAST(:of AS bigint[]), CAST(:step AS varchar[]), CAST(:attempt AS integer[]),
    CAST(:node AS uuid[]), CAST(:started AS timestamptz[]), CAST(:ended AS timestamptz[]),
    CAST(:result AS varchar[]), CAST(:label AS varchar[]))
    WITH ORDINALITY AS r(place, step, attempt, node, started_at, ended_at, result, label, number)
  JOIN settled s ON s.place = r.place
  ORDER BY r.number),
finished AS (
  UPDATE {session} s SET finalized_at = {now}
  FROM settled
  WHERE settled.finished AND s.organization_id = settled.org AND s.id = settled.id
    -- In a CASE: as conditions of their own they are taken to be rare, and the whole table was read.
    AND CASE WHEN s.status IN ({terminal}) AND s.finalized_at IS NULL THEN TRUE ELSE FALSE END)
SELECT place FROM settled;
