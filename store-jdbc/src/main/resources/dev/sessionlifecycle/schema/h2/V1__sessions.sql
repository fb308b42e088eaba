-- Session Lifecycle, version 1, for H2 2.2 and newer.
-- Names in braces are replaced by schema and prefix. The organization is the first column of every
-- key and every index. There are no foreign keys: they cost a quarter of the throughput of an end.

CREATE TABLE IF NOT EXISTS {session} (
  organization_id      uuid NOT NULL,
  id                   uuid NOT NULL,
  end_user_id          uuid NOT NULL,
  channel              varchar(64) NOT NULL,
  -- The channel in the form in which channels are compared: lower case, without blanks.
  channel_key          varchar(64) NOT NULL,
  session_type         varchar(64) NOT NULL,
  status               varchar(64) NOT NULL,
  -- The status before its last change, for the statement that changes it.
  prior_status         varchar(64),
  priority             varchar(64) NOT NULL,
  origin               varchar(64),
  -- The end user while the session holds the active key, else null.
  active_user_id       uuid,
  assigned_agent_id    uuid,
  retention_policy_id  uuid,
  previous_session_id  uuid,
  superseded_by_id     uuid,
  message_count        integer NOT NULL DEFAULT 0,
  user_message_count   integer NOT NULL DEFAULT 0,
  -- Bytes of the texts of its messages, as they were appended.
  message_bytes        bigint NOT NULL DEFAULT 0,
  history_count        integer NOT NULL DEFAULT 0,
  -- Year and month of created_at in UTC, such as 202601: the partition of its messages and history.
  created_month        integer NOT NULL,
  created_at           timestamp(6) with time zone NOT NULL,
  started_at           timestamp(6) with time zone NOT NULL,
  updated_at           timestamp(6) with time zone NOT NULL,
  first_message_at     timestamp(6) with time zone,
  last_message_at      timestamp(6) with time zone,
  rang_at              timestamp(6) with time zone,
  activated_at         timestamp(6) with time zone,
  handed_on_at         timestamp(6) with time zone,
  status_since         timestamp(6) with time zone NOT NULL,
  last_activity_at     timestamp(6) with time zone NOT NULL,
  ended_at             timestamp(6) with time zone,
  closed_at            timestamp(6) with time zone,
  -- When the sweep must check it; moved lazily, so that a message moves no index entry.
  sweep_due_at         timestamp(6) with time zone,
  retention_expires_at timestamp(6) with time zone,
  -- When retention must check it once it has ended: to archive it, or because its retention period
  -- is over; later if something keeps it.
  retention_due_at     timestamp(6) with time zone,
  archived_at          timestamp(6) with time zone,
  finalized_at         timestamp(6) with time zone,
  duration_ms          bigint,
  termination_reason   varchar(64),
  reported_reason      varchar(1048576),
  outcome              varchar(64),
  triggered_by         varchar(256),
  has_recording        boolean NOT NULL DEFAULT FALSE,
  -- How many holds on this one session are in force.
  hold_count           integer NOT NULL DEFAULT 0,
  anonymized           boolean NOT NULL DEFAULT FALSE,
  version              bigint NOT NULL DEFAULT 1,
  -- The owner lease: held until owner_until; the token only grows.
  owner_id             uuid,
  owner_token          bigint NOT NULL DEFAULT 0,
  owner_until          timestamp(6) with time zone,
  owner_buffering      boolean NOT NULL DEFAULT FALSE,
  -- How often it was taken over, and how many messages it had the last time.
  owner_recoveries     integer NOT NULL DEFAULT 0,
  owner_messages       integer NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, id)
);

-- Listing, newest first, and every filter that has no index of its own.
CREATE INDEX IF NOT EXISTS {@session_listing} ON {session} (organization_id, created_at DESC, id DESC);
-- The sessions of an end user: listing, erasure.
CREATE INDEX IF NOT EXISTS {@session_end_user} ON {session} (organization_id, end_user_id, created_at DESC, id DESC);
-- One live session for each active key.
CREATE UNIQUE INDEX IF NOT EXISTS {@session_active} ON {session} (organization_id, active_user_id, channel_key, session_type);
-- The sweep over time limits.
CREATE INDEX IF NOT EXISTS {@session_sweep_due} ON {session} (organization_id, sweep_due_at, id);
-- The sweep over sessions to archive, purge or anonymize.
CREATE INDEX IF NOT EXISTS {@session_retention_due} ON {session} (organization_id, retention_due_at, id);

CREATE TABLE IF NOT EXISTS {session_detail} (
  organization_id         uuid NOT NULL,
  id                      uuid NOT NULL,
  -- The session's version while it is live. A statement that had to wait for the session's row has
  -- read the detail as it was before the wait, and detects that by this column.
  version                 bigint NOT NULL DEFAULT 1,
  external_source         varchar(510),
  external_id             varchar(510),
  -- The key of its entry in external_ref; unchanged when a step rewrites the two columns above.
  external_key            varchar(64),
  subject                 varchar(1048576),
  metadata                varchar(1048576) NOT NULL,
  context_variables       varchar(1048576) NOT NULL,
  summary                 varchar(1048576),
  memory_synced           boolean NOT NULL DEFAULT FALSE,
  eval_total              integer NOT NULL DEFAULT 0,
  eval_succeeded          integer NOT NULL DEFAULT 0,
  eval_failed             integer NOT NULL DEFAULT 0,
  eval_pending            integer NOT NULL DEFAULT 0,
  eval_critical_total     integer NOT NULL DEFAULT 0,
  eval_critical_succeeded integer NOT NULL DEFAULT 0,
  eval_critical_failed    integer NOT NULL DEFAULT 0,
  eval_critical_pending   integer NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE IF NOT EXISTS {message} (
  organization_id uuid NOT NULL,
  session_id      uuid NOT NULL,
  created_month   integer NOT NULL,
  sequence        integer NOT NULL,
  id              uuid NOT NULL,
  role            varchar(64) NOT NULL,
  body            varchar(1048576) NOT NULL,
  sent_at         timestamp(6) with time zone NOT NULL,
  turn_id         uuid,
  PRIMARY KEY (organization_id, session_id, created_month, sequence)
);
CREATE UNIQUE INDEX IF NOT EXISTS {@message_id} ON {message} (organization_id, session_id, created_month, id);

CREATE TABLE IF NOT EXISTS {history} (
  organization_id uuid NOT NULL,
  session_id      uuid NOT NULL,
  created_month   integer NOT NULL,
  sequence        integer NOT NULL,
  kind            varchar(64) NOT NULL,
  from_status     varchar(64),
  to_status       varchar(64) NOT NULL,
  reason          varchar(64),
  triggered_by    varchar(256) NOT NULL,
  at              timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (organization_id, session_id, created_month, sequence)
);

-- An entry names a session, or keeps an end that was reported before the start. The key is a hash
-- of source and external id, so that it can be searched for but identifies no person.
CREATE TABLE IF NOT EXISTS {external_ref} (
  organization_id    uuid NOT NULL,
  external_key       varchar(64) NOT NULL,
  session_id         uuid,
  early_status       varchar(64),
  early_reason       varchar(64),
  early_reason_never varchar(64),
  early_reported     varchar(1048576),
  early_triggered_by varchar(256),
  early_ended_at     timestamp(6) with time zone,
  early_at           timestamp(6) with time zone,
  kept_until         timestamp(6) with time zone,
  PRIMARY KEY (organization_id, external_key)
);
-- Ends whose session never opened: for the sweep that deletes them.
CREATE INDEX IF NOT EXISTS {@external_ref_kept} ON {external_ref} (organization_id, kept_until);

CREATE TABLE IF NOT EXISTS {chain_shape} (
  digest varchar(64) NOT NULL PRIMARY KEY,
  steps  varchar(1048576) NOT NULL
);

-- The chain of sessions that are ended by a process without steps, by session type. The state is
-- the one in which a chain of this shape begins.
CREATE TABLE IF NOT EXISTS {current_chain} (
  session_type varchar(64) NOT NULL PRIMARY KEY,
  shape        varchar(64) NOT NULL,
  state        varchar(1048576) NOT NULL,
  version      bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS {chain} (
  organization_id uuid NOT NULL,
  session_id      uuid NOT NULL,
  shape           varchar(64) NOT NULL,
  state           varchar(1048576) NOT NULL,
  parked          smallint NOT NULL DEFAULT 0,
  token           bigint NOT NULL DEFAULT 0,
  claims          integer NOT NULL DEFAULT 0,
  owner           uuid,
  -- When it is due, or its lease expires; null when nothing is left to run.
  due_at          timestamp(6) with time zone,
  finished_at     timestamp(6) with time zone,
  -- The token of the owner lease that it waits for; null if it waits for none, or no longer.
  waits_for       bigint,
  PRIMARY KEY (organization_id, session_id)
);
-- Claims: the next organization with work, and its chains, the longest due first.
CREATE INDEX IF NOT EXISTS {@chain_due} ON {chain} (organization_id, due_at, session_id);
-- Parked chains of an organization, and their count.
CREATE INDEX IF NOT EXISTS {@chain_parked} ON {chain} (organization_id, parked, session_id);

CREATE TABLE IF NOT EXISTS {attempt} (
  organization_id uuid NOT NULL,
  session_id      uuid NOT NULL,
  id              bigint GENERATED BY DEFAULT AS IDENTITY,
  step            varchar(64) NOT NULL,
  attempt         integer NOT NULL,
  node            uuid NOT NULL,
  started_at      timestamp(6) with time zone NOT NULL,
  ended_at        timestamp(6) with time zone NOT NULL,
  result          varchar(64) NOT NULL,
  label           varchar(400),
  PRIMARY KEY (organization_id, session_id, id)
);

-- The eval runs that targeted a session; their totals are in its detail.
CREATE TABLE IF NOT EXISTS {eval_run} (
  organization_id uuid NOT NULL,
  session_id      uuid NOT NULL,
  id              uuid NOT NULL,
  status          varchar(64) NOT NULL,
  critical        boolean NOT NULL,
  -- Names, each with true, false, or null while undecided.
  scores          varchar(1048576) NOT NULL,
  PRIMARY KEY (organization_id, session_id, id)
);

CREATE TABLE IF NOT EXISTS {retention_policy} (
  organization_id       uuid NOT NULL,
  id                    uuid NOT NULL,
  disposal              varchar(64) NOT NULL,
  -- Microseconds; null for never.
  archive_after_us      bigint,
  purge_parked_after_us bigint,
  PRIMARY KEY (organization_id, id)
);
-- The rules of a policy, the most specific first; the last applies to every session.
CREATE TABLE IF NOT EXISTS {retention_rule} (
  organization_id uuid NOT NULL,
  policy_id       uuid NOT NULL,
  place           integer NOT NULL,
  outcome         varchar(64),
  channel         varchar(64),
  session_type    varchar(64),
  -- Microseconds; -1 for unlimited.
  keep_us         bigint NOT NULL,
  PRIMARY KEY (organization_id, policy_id, place)
);
CREATE TABLE IF NOT EXISTS {retention_default} (
  organization_id uuid NOT NULL PRIMARY KEY,
  policy_id       uuid NOT NULL
);

-- Legal holds, which prevent a purge: on a session, an end user or an organization. Never deleted,
-- not even after their release.
CREATE TABLE IF NOT EXISTS {hold} (
  organization_id uuid NOT NULL,
  id              uuid NOT NULL,
  session_id      uuid,
  end_user_id     uuid,
  why             varchar(400) NOT NULL,
  placed_by       varchar(256) NOT NULL,
  placed_at       timestamp(6) with time zone NOT NULL,
  released_by     varchar(256),
  released_at     timestamp(6) with time zone,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX IF NOT EXISTS {@hold_end_user} ON {hold} (organization_id, end_user_id);
CREATE INDEX IF NOT EXISTS {@hold_session} ON {hold} (organization_id, session_id);

-- One row per organization: a purge takes a shared lock on it before it deletes, a hold on an end
-- user or the organization an exclusive one before it is placed.
CREATE TABLE IF NOT EXISTS {guard} (
  organization_id uuid NOT NULL PRIMARY KEY
);

-- What was purged, anonymized or erased; identifies no person.
CREATE TABLE IF NOT EXISTS {receipt} (
  organization_id uuid NOT NULL,
  id              uuid NOT NULL,
  kind            varchar(64) NOT NULL,
  policy_id       uuid,
  triggered_by    varchar(256) NOT NULL,
  at              timestamp(6) with time zone NOT NULL,
  sessions        bigint NOT NULL,
  messages        bigint NOT NULL,
  row_count       bigint NOT NULL,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE IF NOT EXISTS {lifecycle_schema} (
  version    integer NOT NULL PRIMARY KEY,
  applied_at timestamp(6) with time zone NOT NULL
);
