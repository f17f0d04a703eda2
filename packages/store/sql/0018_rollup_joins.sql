-- What a bucket needs to be joined with its neighbours without looking at readings again: how far into it its
-- first and last reading came, how many its signal owed between them, and what a counter counted from its first
-- good reading to its last. Null where it was computed before this.
set local role driftbild_migrator;

alter table rollup_5m
  add column last_offset integer,
  add column missing integer,
  add column first double precision,
  add column increase double precision,
  add column resets integer;
alter table rollup_1h
  add column first_offset bigint,
  add column last_offset bigint,
  add column missing integer,
  add column first double precision,
  add column increase double precision,
  add column resets integer;

create or replace view own_rollup_5m with (security_barrier) as
  select bucket, signal, average, minimum, maximum, last, time_weighted, covered, good, uncertain, bad,
         first_offset, last_offset, missing, first, increase, resets
  from rollup_5m where municipality = current_setting('driftbild.municipality', true);
create or replace view own_rollup_1h with (security_barrier) as
  select bucket, signal, average, minimum, maximum, last, time_weighted, covered, good, uncertain, bad,
         first_offset, last_offset, missing, first, increase, resets
  from rollup_1h where municipality = current_setting('driftbild.municipality', true);
