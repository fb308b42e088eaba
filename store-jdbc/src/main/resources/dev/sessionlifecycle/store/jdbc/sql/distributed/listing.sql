-- fragment: behind_position
(s.created_at, s.id) < (:afterTime, :afterId)

-- The place of the span with the time of creation.
-- fragment: bucket
CAST(FLOOR(EXTRACT(EPOCH FROM s.created_at - CAST(:start AS timestamptz)) * 1000000
  / CAST(:micros AS bigint)) AS integer)

-- name: list_sessions
SELECT {>columns}
FROM (
  SELECT s.* FROM {session} s
  WHERE {>matches}
    --[after]
    AND {>behind_position}
    --[/after]
  ORDER BY s.created_at DESC, s.id DESC LIMIT {limit}) s
JOIN {session_detail} d ON d.organization_id = :org AND d.id = s.id
ORDER BY s.created_at DESC, s.id DESC;
