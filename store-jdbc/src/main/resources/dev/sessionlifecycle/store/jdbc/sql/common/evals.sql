-- Eval runs, and their totals in the session's detail.

-- name: find_eval_run
SELECT e.id, e.status, e.critical, e.scores FROM {eval_run} e
WHERE e.organization_id = :org AND e.session_id = :id AND e.id = :run;

-- A page of eval runs. Block after: only those after this run.
-- name: list_eval_runs
SELECT e.id, e.status, e.critical, e.scores FROM {eval_run} e
WHERE e.organization_id = :org AND e.session_id = :id
  --[after]
  AND e.id > :after
  --[/after]
ORDER BY e.id LIMIT :limit;

-- name: insert_eval_run
INSERT INTO {eval_run} (organization_id, session_id, id, status, critical, scores)
VALUES (:org, :id, :run, :status, :critical, CAST(:scores AS {json}));

-- name: replace_eval_run
UPDATE {eval_run} SET status = :status, scores = CAST(:scores AS {json})
WHERE organization_id = :org AND session_id = :id AND id = :run;

-- name: save_eval_summary
UPDATE {session_detail} SET
  eval_total = :total,
  eval_succeeded = :succeeded,
  eval_failed = :failed,
  eval_pending = :pending,
  eval_critical_total = :criticalTotal,
  eval_critical_succeeded = :criticalSucceeded,
  eval_critical_failed = :criticalFailed,
  eval_critical_pending = :criticalPending
WHERE organization_id = :org AND id = :id;
