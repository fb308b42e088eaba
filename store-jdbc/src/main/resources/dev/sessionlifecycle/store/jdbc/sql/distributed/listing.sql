-- fragment: behind_position
(s.created_at, s.id) < (:afterTime, :afterId)

-- The place of the span with the time of creation.
-- fragment: bucket
CAST(FLOOR(EXTRACT(EPOCH FROM s.created_at - CAST(:start AS timestamptz)) * 1000000
  / CAST(:micros AS bigint)) AS integer)
