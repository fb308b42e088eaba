-- Retention of ended sessions. retention_due_at is when a session is next due for a decision; a
-- disposal deletes or anonymizes everything that belongs to it.

-- fragment: parked
-- Whether the chain of session s is parked, with nothing left to run.
EXISTS (
  SELECT 1 FROM {chain} c
  WHERE c.organization_id = s.organization_id AND c.session_id = s.id
    AND c.parked > 0 AND c.due_at IS NULL);

-- name: count_due_for_disposal
-- Only rows of ended sessions have a time at which they are due. Reads the index alone, up to the limit.
SELECT COUNT(*) FROM (
  SELECT s.retention_due_at FROM {session} s
  WHERE s.organization_id = :org AND s.retention_due_at <= {now+in} LIMIT {limit}) d;

-- name: due_for_disposal
-- The due sessions of one organization that is not itself on hold, the oldest of which was due at
-- :since. The status is tested in a CASE for the same reason as in due_for_sweep.
SELECT {>columns}, s.retention_due_at, {>held_by_itself}, {>parked}
FROM (
  SELECT s.* FROM {session} s
  WHERE s.organization_id = :org AND s.retention_due_at <= {now}
    AND (s.retention_due_at, s.id) >= (:since, {>nil})
    AND CASE WHEN s.status IN ({terminal}) THEN TRUE ELSE FALSE END
  ORDER BY s.retention_due_at, s.id LIMIT {limit}) s
{>join_detail}
ORDER BY s.retention_due_at, s.id;

-- name: lock_free_sessions
-- Skips sessions that others have locked.
SELECT s.id FROM {session} s
WHERE s.organization_id = :org AND s.id = ANY(:ids)
FOR UPDATE SKIP LOCKED;

-- name: postpone_disposal
UPDATE {session} SET retention_due_at = {now+in}
WHERE organization_id = :org AND id = :id AND status IN ({terminal}) AND retention_due_at = :seen;

-- name: mark_archived
UPDATE {session} SET archived_at = {now},
  retention_due_at = LEAST(COALESCE(retention_expires_at, :anonymizeAt),
    COALESCE(:anonymizeAt, retention_expires_at))
WHERE organization_id = :org AND id = :id AND status IN ({terminal}) AND archived_at IS NULL;

-- name: change_retention
UPDATE {session} SET retention_expires_at = :until, retention_due_at = :due
WHERE organization_id = :org AND id = :id AND status IN ({terminal})
  AND (NOT anonymized OR retention_expires_at IS NOT NULL)
  AND retention_expires_at IS NOT DISTINCT FROM CAST(:seen AS timestamp(6) with time zone);

-- name: lock_ended_sessions
SELECT s.id FROM {session} s
WHERE s.organization_id = :org AND s.id = ANY(:ids) AND s.status IN ({terminal})
ORDER BY s.id FOR UPDATE SKIP LOCKED;

-- name: lock_chains
SELECT c.session_id FROM {chain} c
WHERE c.organization_id = :org AND c.session_id = ANY(:ids)
ORDER BY c.session_id FOR UPDATE SKIP LOCKED;

-- name: disposal_candidates
-- The facts on which the decision about each session depends; read once the rows are locked.
-- A session whose owner may still write what it has held back counts as unfinished.
SELECT s.id, s.status, {>held},
  CASE WHEN s.owner_buffering AND s.owner_until > {now} THEN NULL ELSE s.finalized_at END,
  {>parked}, s.status_since, s.retention_expires_at, s.anonymized,
  s.archived_at, s.message_count,
  (SELECT c.state FROM {chain} c WHERE c.organization_id = s.organization_id AND c.session_id = s.id
    AND (c.due_at IS NOT NULL OR c.parked > 0 OR c.state LIKE '%!%')) AS state_left,
  (SELECT {>enrichments_of_chain} FROM {chain} c
    WHERE c.organization_id = s.organization_id AND c.session_id = s.id) AS enrichments,
  (SELECT {>first_attempts} FROM {chain} c
    WHERE c.organization_id = s.organization_id AND c.session_id = s.id) AS first_attempts
FROM {session} s
WHERE s.organization_id = :org AND s.id = ANY(:ids);

-- name: delete_messages
DELETE FROM {message} WHERE organization_id = :org AND session_id = ANY(:ids);

-- name: delete_history
DELETE FROM {history} WHERE organization_id = :org AND session_id = ANY(:ids);

-- name: delete_attempts
DELETE FROM {attempt} WHERE organization_id = :org AND session_id = ANY(:ids);

-- name: delete_external_refs
DELETE FROM {external_ref}
WHERE organization_id = :org AND external_key IN (
  SELECT d.external_key FROM {session_detail} d
  WHERE d.organization_id = :org AND d.id = ANY(:ids) AND d.external_key IS NOT NULL);

-- name: leave_chain
-- What a purge leaves of a chain for its deliveries, under an id of its own.
INSERT INTO {chain} (organization_id, session_id, shape, state, due_at, finished_at)
SELECT c.organization_id, CAST(:left AS uuid), c.shape, CAST(:state AS varchar), {now}, {now}
FROM {chain} c WHERE c.organization_id = :org AND c.session_id = :id;

-- name: delete_chains
DELETE FROM {chain} WHERE organization_id = :org AND session_id = ANY(:ids);

-- name: delete_eval_runs
DELETE FROM {eval_run} WHERE organization_id = :org AND session_id = ANY(:ids);

-- name: delete_details
DELETE FROM {session_detail} WHERE organization_id = :org AND id = ANY(:ids);

-- name: delete_sessions
DELETE FROM {session} WHERE organization_id = :org AND id = ANY(:ids);

-- name: anonymize_history
UPDATE {history} SET triggered_by = :other
WHERE organization_id = :org AND session_id = ANY(:ids) AND NOT triggered_by = ANY(:usual);

-- name: anonymize_details
UPDATE {session_detail} SET external_source = NULL, external_id = NULL, external_key = NULL,
  subject = NULL, metadata = CAST(:empty AS {json}), context_variables = CAST(:empty AS {json}),
  summary = NULL
  --[v2]
  , usage_reports = NULL, disposition = NULL, disposition_note = NULL, disposition_by = NULL,
  disposition_at = NULL
  --[/v2]
WHERE organization_id = :org AND id = ANY(:ids);

-- name: anonymize_sessions
UPDATE {session} SET end_user_id = :anonymous, active_user_id = NULL, assigned_agent_id = NULL,
  previous_session_id = NULL, superseded_by_id = NULL, reported_reason = NULL,
  retention_expires_at = CASE WHEN :purgedLater THEN retention_expires_at END,
  retention_due_at = CASE WHEN :purgedLater THEN retention_expires_at END, owner_id = NULL, owner_until = NULL,
  has_recording = has_recording AND NOT :recordingsDeleted, anonymized = TRUE,
  version = version + 1,
  triggered_by = CASE WHEN triggered_by = ANY(:usual) THEN triggered_by ELSE :other END
WHERE organization_id = :org AND id = ANY(:ids);

-- name: clear_chains
-- Of a chain, an anonymization leaves what has been done and what is left to do.
UPDATE {chain} SET
--[v2]
traceparent = NULL, first_attempts = NULL
--[/v2]
--[!v2]
state = state
--[/!v2]
WHERE organization_id = :org AND session_id = ANY(:ids)
--[v2]
AND (traceparent IS NOT NULL OR first_attempts IS NOT NULL)
--[/v2]
;

-- name: insert_receipt
INSERT INTO {receipt} (organization_id, id, kind, policy_id, triggered_by, at, sessions, messages,
--[v2]
  undelivered, kept, reason, end_user_id,
--[/v2]
  row_count)
VALUES (:org, :id, :kind, :policy, :by, :at, :sessions, :messages,
--[v2]
  :undelivered, :kept, :reason, :user,
--[/v2]
  :rows);

-- fragment: receipts
SELECT organization_id, id, kind, policy_id, triggered_by, at, sessions, messages, row_count,
--[v2]
  undelivered, kept, reason, end_user_id
--[/v2]
--[!v2]
  0, 0, NULL, NULL
--[/!v2]
FROM {receipt}
WHERE organization_id = :org AND id > :after;

-- name: list_receipts
{>receipts}
ORDER BY id LIMIT :limit;

-- name: list_unfinished_erasures
{>receipts}
--[v2]
  AND end_user_id IS NOT NULL
--[/v2]
--[!v2]
  AND 1 = 0
--[/!v2]
ORDER BY id LIMIT :limit;

-- name: forget_end_user_of_receipts
--[v2]
UPDATE {receipt} SET end_user_id = NULL WHERE organization_id = :org AND end_user_id = :user
--[/v2]
--[!v2]
UPDATE {receipt} SET kind = kind WHERE organization_id = :org AND 1 = 0
--[/!v2]
