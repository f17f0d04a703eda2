-- What came in and has not been looked at yet, a row a batch: alarms and models take it from here, so that
-- nothing that was acknowledged is overlooked when a process dies in between.
set local role driftbild_migrator;

create table arrival (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  -- Columns of equal length: which signals, and their first and last new source time.
  signals integer[] not null,
  from_time timestamptz[] not null,
  to_time timestamptz[] not null
);
create index on arrival (municipality, id);

alter table arrival enable row level security;
create policy own_municipality on arrival
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));

grant insert on arrival to driftbild_ingest;
grant select, delete on arrival to driftbild_api;
