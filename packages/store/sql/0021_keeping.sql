-- For how long readings are kept, which of them lie in files, and which were let go of. Without a row in
-- `retention` everything is kept.
set local role driftbild_migrator;

create table archive_file (
  id integer generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Whole days in UTC.
  from_time timestamptz not null,
  to_time timestamptz not null check (to_time > from_time),
  written_at timestamptz not null,
  unique (municipality, sha256)
);
create index on archive_file (municipality, from_time);

-- What a file has of a signal, counted when it was read back: readings of each of its days. Readings are only ever
-- added, so a day that has as many in the store is in the file with every one of them.
create table archived_signal (
  file integer not null references archive_file,
  signal integer not null references signal,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  readings integer[] not null,
  primary key (file, signal)
);

-- A municipality's decision on a class of signals; null is for ever. The coarse is kept at least as long as the fine.
create table retention (
  class text not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  reading_years smallint check (reading_years between 1 and 200),
  five_minute_years smallint,
  -- By which document: let go of is what somebody answers for.
  decision text not null check (decision <> ''),
  set_by text not null,
  set_at timestamptz not null,
  primary key (municipality, class),
  check (five_minute_years is null or (reading_years is not null and five_minute_years between reading_years and 200))
);

-- What is not there because it was let go of, and not because it is missing.
create table let_go (
  signal integer not null references signal,
  what text not null check (what in ('reading', 'rollup_5m')),
  from_time timestamptz not null,
  to_time timestamptz not null check (to_time > from_time),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  at timestamptz not null,
  by_user text not null,
  decision text not null,
  -- Where the readings are now; roll-ups follow from them.
  file integer references archive_file,
  check ((file is not null) = (what = 'reading')),
  primary key (signal, what, from_time)
);

do $$
declare
  name text;
begin
  foreach name in array array['archive_file', 'archived_signal', 'retention', 'let_go'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, update (written_at, name) on archive_file to driftbild_api;
grant select, insert on archived_signal to driftbild_api;
grant select, insert, update, delete on retention to driftbild_api;
grant select on let_go to driftbild_api;
-- Readings that are taken back out of the archive end what says that they were let go of.
grant select, insert, delete on let_go to driftbild_ingest;
grant select on archive_file, archived_signal, retention, let_go to driftbild_reader;
