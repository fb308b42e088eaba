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
    --[v2]
    AND s.storing IS NULL  -- another mode is left to the general statements
    --[/v2]
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
