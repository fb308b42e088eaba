-- What keeps plans from being made for empty tables. A connection plans a statement for any values
-- after a few calls, and keeps that plan until the tables are analyzed, a minute later on a new
-- database. To a plan that was made while they were empty, reading all of them seems to cost no more.

-- Found by its key alone: with a plain join, such a plan read all details of the organization for
-- each session.
-- fragment: join_detail
CROSS JOIN LATERAL (SELECT * FROM {session_detail} detail
  WHERE detail.organization_id = s.organization_id AND detail.id = s.id LIMIT 1) d

-- Ends a select of the rows that a statement is given, and leaves none out. For a number of which
-- nothing is known, the planner expects a tenth, and so looks each of them up by its key. As a query of its own it is
-- unknown also where the statement is planned for its own values, as a connection does at first.
-- fragment: expecting_few
LIMIT (SELECT cardinality(CAST(:id AS uuid[])))

-- Locks in a query of its own: one that locks copies the whole of what it joins without a lock.
-- name: lock_sessions
SELECT {>locked_columns} FROM (
  SELECT * FROM {session} WHERE organization_id = :org AND id = ANY(:ids) ORDER BY id FOR UPDATE) s
{>join_detail}
ORDER BY s.id;
