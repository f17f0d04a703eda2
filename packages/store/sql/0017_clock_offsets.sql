-- Clocks that were off, as collectors tell it: by how much the source times of their readings have to be corrected.
set local role driftbild_migrator;

create table clock_offset (
  collector uuid not null references collector,
  id uuid not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  -- The collector's name for it; null for the collector's own clock.
  device text,
  keys text[] not null,
  -- Microseconds: its time minus the right one.
  clock_offset bigint not null,
  from_time timestamptz not null,
  to_time timestamptz,
  epoch integer not null references epoch,
  sequence bigint not null,
  primary key (collector, id)
);
create index on clock_offset (collector, from_time desc);

alter table clock_offset enable row level security;
create policy own_municipality on clock_offset
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select on clock_offset to driftbild_api, driftbild_reader;
grant select, insert, update on clock_offset to driftbild_ingest;
