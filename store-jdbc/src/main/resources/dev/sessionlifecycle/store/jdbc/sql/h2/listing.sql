-- H2 can start an index scan at a bound on a column, but not at one on a row of columns.
-- fragment: behind_position
s.created_at <= :afterTime AND (s.created_at < :afterTime OR s.id < :afterId)
