-- H2 can start an index scan at a bound on a column, but not at one on a row of columns.
-- fragment: behind_position
s.created_at <= :afterTime AND (s.created_at < :afterTime OR s.id < :afterId)

-- The place of the span with the time of creation.
-- fragment: bucket
DATEDIFF(MICROSECOND, CAST(:start AS timestamp(6) with time zone), s.created_at)
  / CAST(:micros AS bigint)
