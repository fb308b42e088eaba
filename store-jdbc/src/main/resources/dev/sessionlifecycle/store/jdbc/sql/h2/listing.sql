-- H2 enters an index by a bound on a column, not by one on a row of columns.
-- fragment: behind_position
s.created_at <= :afterTime AND (s.created_at < :afterTime OR s.id < :afterId)
