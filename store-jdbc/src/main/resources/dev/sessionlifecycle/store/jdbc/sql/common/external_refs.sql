-- External ids. An entry names a session, or keeps an end that was reported before the start.

-- name: find_external_ref
SELECT session_id FROM {external_ref} WHERE {>external_key};

-- name: lock_external_ref
SELECT {>external_ref_columns} FROM {external_ref} WHERE {>external_key} FOR UPDATE;

-- The existing entries among many, in the order of their keys.
-- name: lock_external_refs
SELECT {>external_ref_columns}, external_key FROM {external_ref}
WHERE organization_id = :org AND external_key = ANY(:keys)
ORDER BY external_key FOR UPDATE;

-- fragment: external_key
organization_id = :org AND external_key = :external

-- fragment: external_ref_columns
session_id, early_status, early_reason, early_reason_never, early_reported, early_triggered_by,
early_ended_at, early_at, kept_until, {now}

-- name: insert_external_ref
INSERT INTO {external_ref} (organization_id, external_key, session_id)
VALUES (:org, :external, :session);

-- Assigns the id of a locked entry to a session, and drops the end that the entry kept.
-- name: take_external_ref
UPDATE {external_ref} SET
  session_id = :session,
  early_status = NULL,
  early_reason = NULL,
  early_reason_never = NULL,
  early_reported = NULL,
  early_triggered_by = NULL,
  early_ended_at = NULL,
  early_at = NULL,
  kept_until = NULL
WHERE {>external_key};

-- name: insert_early_end
INSERT INTO {external_ref} (organization_id, external_key, early_status, early_reason,
  early_reason_never, early_reported, early_triggered_by, early_ended_at, early_at,
  kept_until)
VALUES (:org, :external, :status, :reason, :reasonNever, :reported, :by, :endedAt, :at,
  {now+kept});

-- Replaces an early end that has expired or is enriched.
-- name: replace_early_end
UPDATE {external_ref} SET
  early_status = :status,
  early_reason = :reason,
  early_reason_never = :reasonNever,
  early_reported = :reported,
  early_triggered_by = :by,
  early_ended_at = :endedAt,
  early_at = :at,
  kept_until = {now+kept}
WHERE {>external_key};

-- name: count_old_early_ends
SELECT COUNT(*) FROM ({>old_early_ends}) expired;

-- name: delete_old_early_ends
DELETE FROM {external_ref}
WHERE organization_id = :org AND external_key IN ({>old_early_ends}) AND kept_until <= {now};

-- fragment: old_early_ends
SELECT e.external_key FROM {external_ref} e
WHERE e.organization_id = :org AND e.kept_until <= {now} AND e.kept_until >= :since
ORDER BY e.kept_until LIMIT :limit
