-- Messages.

-- Those of some messages that are already stored.
-- name: find_known_messages
SELECT {>message_columns} FROM {message} m
WHERE m.organization_id = :org AND m.session_id = :id AND m.created_month = :month
  AND m.id = ANY(:messages);

-- Those of some messages of many sessions that are already stored.
-- name: find_known_messages_of_sessions
SELECT {>message_columns}, m.session_id FROM {message} m
WHERE m.organization_id = :org AND m.session_id = ANY(:sessions)
  AND m.created_month = ANY(:months) AND m.id = ANY(:messages);

-- name: find_messages
SELECT {>message_columns} FROM {message} m
WHERE m.organization_id = :org AND m.session_id = :id AND m.created_month = {>month_of_session}
  AND m.sequence > :after
ORDER BY m.sequence LIMIT :limit;

-- fragment: message_columns
m.id, m.sequence, m.role, m.body, m.sent_at, m.turn_id

-- name: insert_message
INSERT INTO {message} (organization_id, session_id, created_month, sequence, id, role, body,
  sent_at, turn_id)
VALUES (:org, :session, :month, :sequence, :id, :role, :body, :sentAt, :turn);

-- The columns of a session that appending changes; its row is locked.
-- name: save_appended
UPDATE {session} SET
  message_count = :messages,
  message_bytes = message_bytes + :bytes,
  user_message_count = :userMessages,
  first_message_at = :firstMessageAt,
  last_message_at = :lastMessageAt,
  updated_at = :updatedAt,
  last_activity_at = :lastActivityAt
WHERE organization_id = :org AND id = :id;

-- Replaces the text of a message, as a step of the chain requested.
-- name: replace_message_text
UPDATE {message} SET body = :body
WHERE organization_id = :org AND session_id = :id AND created_month = {>month_of_session}
  AND id = :message;
