-- Who changed what of the register, when and why, with both sides of each value: what makes an edit, an edit of many
-- and an import one thing that can be turned round.
set local role driftbild_migrator;

create table change_set (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  -- Several of one instant stand in the order in which they came.
  number bigint generated always as identity,
  at timestamptz not null,
  by_user text not null,
  source text not null check (source in ('edit', 'bulk', 'import', 'undo')),
  reason text not null,
  detail jsonb not null,
  undoes uuid references change_set,
  -- Large ones are made in slices: open until the last, stopped where it never came.
  state text not null check (state in ('open', 'done', 'stopped'))
);
create index on change_set (municipality, number);
create index on change_set (undoes);

create table asset_change (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  change_set uuid not null references change_set,
  -- By name: it stays when the asset goes.
  tag text not null,
  change jsonb not null,
  unique (change_set, tag)
);
create index on asset_change (municipality, tag, id);

-- How a contractor's files are read, so that it is said once.
create table import_mapping (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  name text not null,
  mapping jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (municipality, name)
);

do $$
declare
  name text;
begin
  foreach name in array array['change_set', 'asset_change', 'import_mapping'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert on change_set, asset_change to driftbild_api;
grant update (state) on change_set to driftbild_api;
grant select, insert, update, delete on import_mapping to driftbild_api;
grant select on change_set, asset_change, import_mapping to driftbild_reader;
