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

-- What must be computed again in five-minute buckets. Only ever appended to by ingest: a row holds all signals
-- that share a range of buckets [from, to), and is never more than one slice of work, which `weight` estimates
-- in readings.
create table rollup_queue (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  signals integer[] not null,
  from_bucket timestamptz not null,
  to_bucket timestamptz not null,
  weight integer not null,
  check (to_bucket > from_bucket)
);

-- The hours to fold again from them, with the signals that need it: written by the refresh alone, so that an
-- hour is there once however often its buckets change.
create table rollup_hour_queue (
  municipality text not null references municipality,
  hour timestamptz not null,
  signals integer[] not null,
  primary key (municipality, hour)
);
