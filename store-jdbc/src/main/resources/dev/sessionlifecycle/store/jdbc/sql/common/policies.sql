-- Retention policies, their rules, and the default of each organization.

-- name: insert_policy
INSERT INTO {retention_policy} (organization_id, id, disposal, archive_after_us,
--[v2]
  anonymize_after_us,
--[/v2]
  purge_parked_after_us)
VALUES (:org, :policy, :disposal, :archive,
--[v2]
  :anonymize,
--[/v2]
  :parked);

-- name: update_policy
UPDATE {retention_policy} SET disposal = :disposal, archive_after_us = :archive,
--[v2]
  anonymize_after_us = :anonymize,
--[/v2]
  purge_parked_after_us = :parked
WHERE organization_id = :org AND id = :policy;

-- name: insert_rule
INSERT INTO {retention_rule} (organization_id, policy_id, place, outcome, channel, session_type,
  keep_us)
VALUES (:org, :policy, :place, :outcome, :channel, :type, :keep);

-- name: delete_rules
DELETE FROM {retention_rule} WHERE organization_id = :org AND policy_id = :policy;

-- name: insert_default_policy
INSERT INTO {retention_default} (organization_id, policy_id) VALUES (:org, :policy);

-- name: update_default_policy
UPDATE {retention_default} SET policy_id = :policy WHERE organization_id = :org;

-- name: delete_default_policy
DELETE FROM {retention_default} WHERE organization_id = :org AND policy_id = :policy;

-- fragment: policy_rules
-- The rules r of a policy p, each with the options of the policy.
SELECT r.outcome, r.channel, r.session_type, r.keep_us, p.disposal, p.archive_after_us,
  p.purge_parked_after_us,
--[v2]
  p.anonymize_after_us
--[/v2]
--[!v2]
  CAST(NULL AS bigint)
--[/!v2]
FROM {retention_policy} p
JOIN {retention_rule} r ON r.organization_id = p.organization_id AND r.policy_id = p.id;

-- name: find_policy
{>policy_rules}
WHERE p.organization_id = :org AND p.id = :policy
ORDER BY r.place;

-- name: find_default_policy
{>policy_rules}
JOIN {retention_default} f ON f.organization_id = p.organization_id AND f.policy_id = p.id
WHERE p.organization_id = :org
ORDER BY r.place;
