-- What a municipality counts with when it plans what to replace, and the plans that it compares.
set local role driftbild_migrator;

-- Only what differs from the figures that the product comes with.
create table renewal_figures (
  municipality text primary key default current_setting('driftbild.municipality') references municipality,
  figures jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null
);

create table renewal_scenario (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  scenario jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  unique (municipality, name)
);

do $$
declare
  name text;
begin
  foreach name in array array['renewal_figures', 'renewal_scenario'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, update, delete on renewal_figures, renewal_scenario to driftbild_api;
grant select on renewal_figures, renewal_scenario to driftbild_reader;
