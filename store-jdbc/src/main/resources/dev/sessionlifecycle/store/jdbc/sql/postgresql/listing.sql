-- fragment: behind_position
(s.created_at, s.id) < (:afterTime, :afterId)
