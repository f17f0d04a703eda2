-- Untreated water that went out at a station: as the readings tell it, and as named persons say that it was.
set local role driftbild_migrator;

create table overflow (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  station integer not null references asset on delete cascade,
  began timestamptz not null,
  -- What the readings say; null where a person told of what no sensor saw.
  detected jsonb,
  known_at timestamptz not null,
  unique (station, began)
);
create index on overflow (municipality, began);

-- The newest of each overflow holds; earlier ones stay.
create table overflow_decision (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  overflow uuid not null references overflow on delete cascade,
  body jsonb not null,
  at timestamptz not null,
  by_user text not null
);
create index on overflow_decision (overflow, id desc);

-- How far each station's readings were looked through.
create table overflow_scan (
  station integer primary key references asset on delete cascade,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  seen_to timestamptz not null
);

-- What people say of levels that were proposed for a station; accepted ones become an order.
create table level_judgement (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  station integer not null references asset on delete cascade,
  proposal jsonb not null,
  agree boolean not null,
  reason text not null,
  work_order uuid references work_order,
  at timestamptz not null,
  by_user text not null
);
create index on level_judgement (station, id desc);

-- An adjustment, too, is an order that no fault asks for.
alter table work_order drop constraint work_order_check;
alter table work_order add constraint work_order_without_fault
  check ((kind in ('inspection', 'adjustment')) = (fault is null));

do $$
declare
  name text;
begin
  foreach name in array array['overflow', 'overflow_decision', 'overflow_scan', 'level_judgement'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, update, delete on overflow, overflow_scan to driftbild_api;
grant select, insert on overflow_decision, level_judgement to driftbild_api;
grant select on overflow, overflow_decision, level_judgement to driftbild_reader;
