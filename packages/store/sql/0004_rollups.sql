-- Roll-ups are re-computed, never merged into: exactly the queued buckets of exactly the queued signals.
set local role driftbild_migrator;

create table rollup_5m (
  bucket timestamptz not null,
  signal integer not null,
  average double precision,
  minimum double precision,
  maximum double precision,
  last double precision,
  time_weighted double precision,
  -- Microseconds of the bucket in which a good value stood: the weight of time_weighted.
  covered integer not null,
  good integer not null,
  uncertain integer not null,
  bad integer not null,
  -- What the hour needs to carry a value over a bucket without readings: microseconds into the bucket until
  -- its first reading, and whether its last one was good and so still stands.
  first_offset integer not null,
  stands boolean not null,
  municipality text not null
);
select create_hypertable('rollup_5m', 'bucket', chunk_time_interval => interval '7 days', create_default_indexes => false);
create unique index rollup_5m_signal_bucket on rollup_5m (signal, bucket);

create table rollup_1h (
  bucket timestamptz not null,
  signal integer not null,
  average double precision,
  minimum double precision,
  maximum double precision,
  last double precision,
  time_weighted double precision,
  covered bigint not null,
  good integer not null,
  uncertain integer not null,
  bad integer not null,
  municipality text not null
);
select create_hypertable('rollup_1h', 'bucket', chunk_time_interval => interval '60 days', create_default_indexes => false);
create unique index rollup_1h_signal_bucket on rollup_1h (signal, bucket);

-- What must be computed again. One row holds all signals that share a range of buckets [from, to); a row is
-- never larger than one slice of work, which `weight` estimates in readings.
create table rollup_queue (
  id bigint generated always as identity primary key,
  step text not null check (step in ('5m', '1h')),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  signals integer[] not null,
  from_bucket timestamptz not null,
  to_bucket timestamptz not null,
  weight integer not null,
  check (to_bucket > from_bucket)
);
create index on rollup_queue (step, id);
