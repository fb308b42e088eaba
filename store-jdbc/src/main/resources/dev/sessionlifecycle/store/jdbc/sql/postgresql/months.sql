-- The monthly partitions of messages and history. <month> is replaced by the year and month, such as
-- 202601.

-- fragment: month_session
-- The columns of a session s of a month and its detail d, as due_for_disposal reads them.
{>columns}, COALESCE(s.retention_due_at, {now}), {>held}, {>parked};

-- name: retained_session_of_month
-- One session with rows in the partition, if any, that may not be purged. Stops at the first match,
-- so that a month that must stay is not read to its end. Every session has history.
SELECT {>month_session}
FROM (
  SELECT s.* FROM {history_<month>} entry
  JOIN {session} s ON s.organization_id = entry.organization_id AND s.id = entry.session_id
  WHERE NOT s.status IN ({terminal})
    OR s.retention_expires_at IS NULL OR s.retention_expires_at > {now} OR {>held}
  LIMIT 1) s
{>join_detail};

-- name: sessions_of_month
-- In any order: with one, the planner would walk an index over all sessions.
WITH present AS MATERIALIZED (
  SELECT m.organization_id, m.session_id FROM {message_<month>} m
  UNION
  SELECT h.organization_id, h.session_id FROM {history_<month>} h)
SELECT {>month_session}
FROM (
  SELECT s.* FROM present
  JOIN {session} s ON s.organization_id = present.organization_id AND s.id = present.session_id
  LIMIT {limit}) s
{>join_detail};

-- name: count_rows_of_sessions_in_month
SELECT (SELECT COUNT(*) FROM {message_<month>}
    WHERE organization_id = :org AND session_id = ANY(:ids))
  + (SELECT COUNT(*) FROM {history_<month>}
    WHERE organization_id = :org AND session_id = ANY(:ids));

-- name: count_rows_of_month
SELECT (SELECT COUNT(*) FROM {message_<month>}) + (SELECT COUNT(*) FROM {history_<month>});

-- name: lock_month_tables
-- Locks the tables, and so all of their partitions, exclusively.
LOCK TABLE ONLY {message}, ONLY {history} IN ACCESS EXCLUSIVE MODE;

-- name: drop_month
DROP TABLE {message_<month>}, {history_<month>};

-- name: partitions_of_table
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = to_regclass(:table) AND NOT i.inhdetachpending;

-- name: is_partitioned
SELECT EXISTS (SELECT 1 FROM pg_partitioned_table WHERE partrelid = to_regclass(:table));

-- name: table_exists
SELECT to_regclass(:table) IS NOT NULL;
