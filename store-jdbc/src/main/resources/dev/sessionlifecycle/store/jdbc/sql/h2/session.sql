-- H2 parses a query that locks again at each call, so that one is short, and the long one locks nothing.

-- name: lock_row
SELECT 1 FROM {session} WHERE organization_id = :org AND id = :id FOR UPDATE;

-- name: lock_session
SELECT {>locked_columns} FROM {session} s {>join_detail} WHERE s.organization_id = :org AND s.id = :id;
