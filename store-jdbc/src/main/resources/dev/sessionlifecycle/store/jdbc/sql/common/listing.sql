-- Lists sessions by keyset, and counts them. The order is that of an index, so a page costs the
-- same at any depth. The end user has an index as well; every other filter is applied to the rows
-- that the index yields. Details are joined to the page only.

-- name: list_sessions
SELECT {>columns}
FROM (
  SELECT s.* FROM {session} s
  WHERE {>matches}
    --[after]
    AND {>behind_position}
    --[/after]
  ORDER BY s.created_at DESC, s.id DESC LIMIT {limit}) s
{>join_detail}
ORDER BY s.created_at DESC, s.id DESC;

-- name: count_sessions
SELECT s.status, s.termination_reason, s.outcome, COUNT(*) FROM {session} s
WHERE {>matches}
GROUP BY s.status, s.termination_reason, s.outcome;

-- name: series_counts
SELECT b.bucket, b.status, b.termination_reason, b.outcome, COUNT(*)
FROM (
  SELECT {>bucket} AS bucket, s.status, s.termination_reason, s.outcome FROM {session} s
  WHERE {>matches}) b
GROUP BY b.bucket, b.status, b.termination_reason, b.outcome;

-- name: series_durations
SELECT b.bucket, PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY b.duration_ms),
  PERCENTILE_DISC(0.95) WITHIN GROUP (ORDER BY b.duration_ms)
FROM (
  SELECT {>bucket} AS bucket, s.duration_ms FROM {session} s
  WHERE {>matches} AND s.duration_ms IS NOT NULL) b
GROUP BY b.bucket;

-- A stored word that this version does not know is read as unknown, and so is found as unknown.
-- fragment: matches
s.organization_id = :org
--[statuses]
AND s.status IN ({statuses})
--[/statuses]
--[unrecognized]
AND s.status NOT IN ({known_statuses})
--[/unrecognized]
--[statuses_or_unrecognized]
AND (s.status IN ({statuses}) OR s.status NOT IN ({known_statuses}))
--[/statuses_or_unrecognized]
--[channel]
AND s.channel_key = :channel
--[/channel]
--[type]
AND s.session_type = :type
--[/type]
--[priority]
AND s.priority = :priority
--[/priority]
--[user]
AND s.end_user_id = :user
--[/user]
--[agent]
AND s.assigned_agent_id = :agent
--[/agent]
--[reason]
AND s.termination_reason = :reason
--[/reason]
--[reason_unknown]
AND s.termination_reason NOT IN ({known_reasons})
--[/reason_unknown]
--[outcome]
AND s.outcome = :outcome
--[/outcome]
--[outcome_unknown]
AND s.outcome NOT IN ({known_outcomes})
--[/outcome_unknown]
--[from]
AND s.created_at >= :from
--[/from]
--[before]
AND s.created_at < :before
--[/before]
--[disposition]
AND EXISTS (SELECT 1 FROM {session_detail} x
  WHERE x.organization_id = :org AND x.id = s.id
    --[v2]
    AND x.disposition = :disposition
    --[/v2]
    )
--[/disposition]
--[ended_from]
AND s.ended_at >= :endedFrom
--[/ended_from]
--[ended_before]
AND s.ended_at < :endedBefore
--[/ended_before]
