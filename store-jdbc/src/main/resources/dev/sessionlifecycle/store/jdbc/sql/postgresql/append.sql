-- Appends one new message to a live session, in one statement that moves no index entry of the
-- session. A message that is already stored violates its key, and the caller falls back to the
-- general statements: most messages are new, and checking first would slow down all of them. They
-- also judge a session that the sweep is due to look at: its time limit may have passed.
-- name: append_fast
WITH counted AS (
  UPDATE {session} s SET
    message_count = s.message_count + 1,
    message_bytes = s.message_bytes + octet_length(:body::text),
    user_message_count = s.user_message_count + :fromUser,
    first_message_at = LEAST(s.first_message_at, :sentAt::timestamptz),
    last_message_at = GREATEST(s.last_message_at, :sentAt::timestamptz),
    updated_at = GREATEST(s.updated_at, :at::timestamptz),
    last_activity_at = GREATEST(s.last_activity_at, {now})
  WHERE s.organization_id = :org AND s.id = :id AND s.status IN ({live})
    AND {>stores_texts}  -- another mode is left to the general statements
    AND s.owner_token = COALESCE(:owner::bigint, s.owner_token)
    AND COALESCE(s.sweep_due_at > {now}, TRUE)
    AND s.message_count < :mostMessages
    AND s.message_bytes <= :mostBytes::bigint - octet_length(:body::text)
  RETURNING s.organization_id, s.id, s.created_month, s.message_count)
INSERT INTO {message} (organization_id, session_id, created_month, sequence, id, role, body,
  sent_at, turn_id)
SELECT c.organization_id, c.id, c.created_month, c.message_count, :message::uuid, :role::varchar,
  :body::text, :sentAt::timestamptz, :turn::uuid
FROM counted c
RETURNING sequence;

-- Appends one new message to each of many live sessions, as append_fast does. Leaves out sessions
-- that another transaction has locked, or changed since the statement began, so that none waits for
-- another. Leaves out messages that are stored already, too, so that one of those does not make all
-- others fail; but those whose ids were made for the call are not looked up. A session that is locked
-- is found again by its ctid, which spares an index. Either saves about an eighth of the server's time.
-- name: append_many
WITH target AS MATERIALIZED (  -- locked in the order of the keys, as everywhere
  SELECT t.*, locked.ctid AS place,
    -- Looked up here, since for NOT EXISTS in the condition below PostgreSQL would read all messages,
    -- and all sessions, while it believes that there are few.
    CASE WHEN NOT t.new_ids AND locked.message_count > 0 THEN (
      SELECT m.id FROM {message} m
      WHERE m.organization_id = locked.organization_id AND m.session_id = locked.id
        AND m.created_month = locked.created_month AND m.id = t.message) END AS stored
  FROM (SELECT * FROM unnest(:org::uuid[], :id::uuid[], :at::timestamptz[], :message::uuid[],
      :role::varchar[], :fromUser::integer[], :body::text[], :sentAt::timestamptz[], :turn::uuid[], :owner::bigint[],
      :mostMessages::integer[], :mostBytes::bigint[], :newIds::boolean[])
    AS i (org, id, at, message, role, from_user, body, sent_at, turn, owner, most_messages,
      most_bytes, new_ids) {>expecting_few}) t
  JOIN {session} locked ON locked.organization_id = t.org AND locked.id = t.id
  ORDER BY locked.organization_id, locked.id FOR UPDATE OF locked SKIP LOCKED),
counted AS (
  UPDATE {session} s SET
    message_count = s.message_count + 1,
    message_bytes = s.message_bytes + octet_length(t.body),
    user_message_count = s.user_message_count + t.from_user,
    first_message_at = LEAST(s.first_message_at, t.sent_at),
    last_message_at = GREATEST(s.last_message_at, t.sent_at),
    updated_at = GREATEST(s.updated_at, t.at),
    last_activity_at = GREATEST(s.last_activity_at, {now})
  FROM target t
  WHERE s.organization_id = t.org AND s.id = t.id AND s.ctid = t.place AND s.status IN ({live})
    AND t.stored IS NULL AND {>stores_texts}
    AND s.owner_token = COALESCE(t.owner, s.owner_token)
    AND COALESCE(s.sweep_due_at > {now}, TRUE)
    AND s.message_count < t.most_messages
    AND s.message_bytes <= t.most_bytes - octet_length(t.body)
  RETURNING s.organization_id, s.id, s.created_month, s.message_count, t.message, t.role, t.body,
    t.sent_at, t.turn)
INSERT INTO {message} (organization_id, session_id, created_month, sequence, id, role, body,
  sent_at, turn_id)
SELECT c.organization_id, c.id, c.created_month, c.message_count, c.message, c.role, c.body,
  c.sent_at, c.turn
FROM counted c
RETURNING organization_id, session_id, sequence;
