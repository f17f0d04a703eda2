-- Model files that were read in, whole: what the register has no place for is there when a model goes out again.
set local role driftbild_migrator;

create table network_model (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  -- The text of an EPANET input file.
  inp text not null,
  -- How it was read: its coordinate system, or where its own plane lies.
  mapping jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (municipality, name)
);

alter table network_model enable row level security;
create policy own_municipality on network_model
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select, insert, update on network_model to driftbild_api;
grant select on network_model to driftbild_reader;
