-- Names the organization of the statement, like every table in it.
-- fragment: join_detail
JOIN {session_detail} d ON d.organization_id = :org AND d.id = s.id
