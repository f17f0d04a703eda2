-- What a municipality counts with when it plans to change lamps together, and the orders that it makes of it.
set local role driftbild_migrator;

-- Only what differs from the figures that the product comes with.
create table lighting_figures (
  municipality text primary key default current_setting('driftbild.municipality') references municipality,
  figures jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null
);

-- Of cabinet, type and street: the group is no asset.
create table lamp_group_order (
  work_order uuid primary key references work_order on delete cascade,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  lamp_group text not null
);
create index on lamp_group_order (municipality, lamp_group);

-- Lamps that are changed before they fail: preventive work may have a fault, and needs none.
alter table work_order drop constraint work_order_without_fault;
alter table work_order add constraint work_order_without_fault
  check (case kind when 'preventive' then true else (kind in ('inspection', 'adjustment')) = (fault is null) end);

do $$
declare
  name text;
begin
  foreach name in array array['lighting_figures', 'lamp_group_order'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, update, delete on lighting_figures to driftbild_api;
grant select, insert on lamp_group_order to driftbild_api;
grant select on lighting_figures, lamp_group_order to driftbild_reader;
