-- The way from a suspected leak to a repaired pipe: what is known of valves, what a crew takes along, what came out, and
-- how sure a zone's suspicions must be.
set local role driftbild_migrator;

-- The newest of each valve holds; earlier ones stay.
create table valve_condition (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  valve integer not null references asset on delete cascade,
  condition text not null,
  note text not null,
  at timestamptz not null,
  by_user text not null
);
create index on valve_condition (valve, id desc);

-- Where to listen and which valves to close, as it was known when it was made.
create table leak_search (
  work_order uuid primary key references work_order,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  prediction uuid references prediction,
  body jsonb not null,
  made_at timestamptz not null,
  made_by text not null
);

-- What came out of a suspicion that was worked on; an order that is taken up again takes it back.
create table leak_outcome (
  work_order uuid not null references work_order,
  prediction uuid not null references prediction,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  zone integer references zone on delete cascade,
  -- The data's time, when the leak was repaired or not found.
  at timestamptz not null,
  probability double precision not null check (probability between 0 and 1),
  found boolean not null,
  body jsonb not null,
  primary key (work_order, prediction)
);
create index on leak_outcome (zone, at);

-- Every threshold that a zone had, and why; the newest holds.
create table leak_threshold (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  zone integer not null references zone on delete cascade,
  threshold double precision not null check (threshold between 0 and 1),
  limits jsonb not null,
  why text not null check (why in ('set', 'outcome')),
  detail jsonb not null,
  at timestamptz not null,
  -- Null where nobody did: it followed an outcome within the limits.
  by_user text
);
create index on leak_threshold (zone, id desc);

do $$
declare
  name text;
begin
  foreach name in array array['valve_condition', 'leak_search', 'leak_outcome', 'leak_threshold'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert on valve_condition, leak_threshold to driftbild_api;
grant select, insert, update on leak_search to driftbild_api;
grant select, insert, update, delete on leak_outcome to driftbild_api;
grant select on valve_condition, leak_search, leak_outcome, leak_threshold to driftbild_reader;
