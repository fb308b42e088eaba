-- Session Lifecycle, version 2, for PostgreSQL 15 and newer, partitioned. Only adds to version 1, so that nodes of the previous version
-- of the library go on working on it. Every statement can be repeated.

-- The W3C trace context in which the session ended: version, trace id, parent id and flags.
ALTER TABLE {chain} ADD COLUMN IF NOT EXISTS traceparent varchar(55);
-- How often the session was enriched, corrected or given a disposition after its end, for chains with
-- deliveries that wait for that.
ALTER TABLE {chain} ADD COLUMN IF NOT EXISTS enrichments integer NOT NULL DEFAULT 0;
-- The attempts at steps that were done or skipped at once, a line for each settlement; null for none. Every other
-- attempt, and those after it, are in attempt.
ALTER TABLE {chain} ADD COLUMN IF NOT EXISTS first_attempts text;

-- How much of the conversation is stored; null for all of it.
ALTER TABLE {session} ADD COLUMN IF NOT EXISTS storing varchar(64);

-- Named numbers, such as tokens or costs, summed up as they are reported.
ALTER TABLE {session_detail} ADD COLUMN IF NOT EXISTS usage_totals json;
-- The reports that must not count twice: hashes of their keys, each of 22 characters, one behind the other.
ALTER TABLE {session_detail} ADD COLUMN IF NOT EXISTS usage_reports text;
-- What an agent or a process noted after the end: a label, a text, who and when.
ALTER TABLE {session_detail} ADD COLUMN IF NOT EXISTS disposition varchar(64);
ALTER TABLE {session_detail} ADD COLUMN IF NOT EXISTS disposition_note text;
ALTER TABLE {session_detail} ADD COLUMN IF NOT EXISTS disposition_by varchar(256);
ALTER TABLE {session_detail} ADD COLUMN IF NOT EXISTS disposition_at timestamp(6) with time zone;
-- Listing by disposition.
CREATE INDEX IF NOT EXISTS {@session_detail_disposition} ON {session_detail} (organization_id, disposition, id) WHERE disposition IS NOT NULL;

-- Microseconds after the end; null for never.
ALTER TABLE {retention_policy} ADD COLUMN IF NOT EXISTS anonymize_after_us bigint;

-- Deliveries that a purge took along before they had succeeded.
ALTER TABLE {receipt} ADD COLUMN IF NOT EXISTS undelivered bigint NOT NULL DEFAULT 0;
-- Sessions that were kept although they were due or asked for, and why.
ALTER TABLE {receipt} ADD COLUMN IF NOT EXISTS kept bigint NOT NULL DEFAULT 0;
ALTER TABLE {receipt} ADD COLUMN IF NOT EXISTS reason varchar(400);
-- The end user of an erasure that has to be repeated.
ALTER TABLE {receipt} ADD COLUMN IF NOT EXISTS end_user_id uuid;
CREATE INDEX IF NOT EXISTS {@receipt_end_user} ON {receipt} (organization_id, end_user_id) WHERE end_user_id IS NOT NULL;

-- Dead rows are removed while they are few: PostgreSQL would wait for a fifth of the table. A chain is updated twice,
-- a session at each message, and a purge deletes all that a session has. The vacuums may work faster than by default, at
-- which those of all busy tables would take longer than the minute until the next.
ALTER TABLE IF EXISTS {session_0} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE IF EXISTS {session_1} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE IF EXISTS {session_2} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE IF EXISTS {session_3} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE {chain} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE {session_detail} SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 1000);
ALTER TABLE {message_other} SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 1000);
ALTER TABLE {history_other} SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 1000);
ALTER TABLE {attempt} SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 1000);
ALTER TABLE {external_ref} SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 1000);
