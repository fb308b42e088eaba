-- The retention rule that a session s gets which ends with an outcome (closing.outcome): of its own
-- policy, else of the organization's default, else of the fallback.
-- fragment: applied_rule
SELECT rule.keep, rule.stage_after FROM (
  SELECT CASE WHEN p.id = s.retention_policy_id THEN 1 ELSE 2 END AS rank, r.place,
    r.outcome, r.channel, r.session_type, NULLIF(r.keep_us, -1) AS keep,
--[v2]
    LEAST(p.archive_after_us, p.anonymize_after_us) AS stage_after
--[/v2]
--[!v2]
    p.archive_after_us AS stage_after
--[/!v2]
  FROM {retention_policy} p JOIN {retention_rule} r
    ON r.organization_id = p.organization_id AND r.policy_id = p.id
  WHERE p.organization_id = s.organization_id AND p.id IN (s.retention_policy_id,
    (SELECT f.policy_id FROM {retention_default} f
     WHERE f.organization_id = s.organization_id))
  UNION ALL SELECT 3, fallback.*, :stageAfter::bigint
  FROM unnest(:rulePlaces::integer[], :ruleOutcomes::varchar[], :ruleChannels::varchar[],
    :ruleTypes::varchar[], :ruleKeeps::bigint[]) fallback) rule
WHERE (rule.outcome IS NULL OR rule.outcome = closing.outcome)
  AND (rule.channel IS NULL OR rule.channel = s.channel_key)
  AND (rule.session_type IS NULL OR rule.session_type = s.session_type)
ORDER BY rule.rank, rule.place LIMIT 1
