-- Readings, append-only, and the ledger that makes each of them arrive exactly once.
set local role driftbild_migrator;

create table collector (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  kind text not null check (kind in ('edge', 'import')),
  -- SHA-256 of the key; null once it is revoked, and for imports.
  key_hash bytea unique check (length(key_hash) = 32),
  -- An import is known by its file's hash.
  source_hash text,
  created_at timestamptz not null,
  revoked_at timestamptz,
  last_batch_at timestamptz,
  readings bigint not null default 0,
  unassigned bigint not null default 0,
  unique (municipality, source_hash)
);

create table enrolment (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  code_hash bytea not null unique check (length(code_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  collector uuid references collector
);

-- One row per (collector, epoch). Its lock orders the batches of an outbox; `durable` is the newest sequence
-- that is in, without a hole before it.
create table epoch (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  collector uuid not null references collector,
  uuid uuid not null,
  durable bigint not null default 0,
  last_arrival timestamptz,
  unique (collector, uuid)
);

-- When what came. Within an epoch both sequence and arrival only grow, so that what was known at an instant
-- is everything up to one sequence number.
create table batch (
  epoch integer not null references epoch,
  first bigint not null,
  last bigint not null check (last >= first),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  arrived timestamptz not null,
  readings integer not null,
  silences integer not null,
  primary key (epoch, first)
);
create index on batch (epoch, arrived, last);

-- Three times in one: source_time whole, server's and collector's as microseconds from it. No unique index:
-- the ledger cuts what is known before it is written. The municipality is never a caller's word: no role may
-- write the column, its default is the transaction's own.
create table reading (
  source_time timestamptz not null,
  signal integer not null,
  epoch integer not null,
  sequence bigint not null,
  server_offset bigint,
  received_offset bigint not null,
  value double precision,
  -- Index into core's list of reasons.
  reason smallint,
  -- The 32 bits of the OPC UA status code, the highest of them the sign.
  status integer not null,
  collector_clock boolean not null,
  municipality text not null default current_setting('driftbild.municipality'),
  check ((value is null) <> (reason is null))
);
select create_hypertable('reading', 'source_time', chunk_time_interval => interval '1 day', create_default_indexes => false);
create index reading_signal_time on reading (signal, source_time);

-- The newest reading by source time of every signal: the present state of the world.
create table latest_reading (
  signal integer primary key references signal,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  source_time timestamptz not null,
  epoch integer not null,
  sequence bigint not null,
  server_offset bigint,
  received_offset bigint not null,
  value double precision,
  reason smallint,
  status integer not null,
  collector_clock boolean not null
) with (fillfactor = 60);

create table silence (
  collector uuid not null references collector,
  id uuid not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  keys text[] not null,
  from_time timestamptz not null,
  to_time timestamptz,
  reason text not null,
  epoch integer not null references epoch,
  sequence bigint not null,
  primary key (collector, id)
);
create index on silence (municipality, from_time desc);
create index on silence (municipality) where to_time is null;

-- Kept, not guessed: an unknown key, or a unit that isn't the signal's.
create table unassigned_reading (
  epoch integer not null references epoch,
  sequence bigint not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  key text not null,
  unit text not null,
  source_time timestamptz not null,
  server_offset bigint,
  received_offset bigint not null,
  value double precision,
  reason smallint,
  status integer not null,
  collector_clock boolean not null,
  check ((value is null) <> (reason is null)),
  primary key (epoch, sequence)
);
create index on unassigned_reading (municipality, key);

create table issue (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  kind text not null check (kind in ('unknown-key', 'wrong-unit')),
  collector uuid not null references collector,
  key text not null,
  unit text not null,
  expected_unit text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  readings bigint not null,
  unique (municipality, kind, collector, key, unit)
);
