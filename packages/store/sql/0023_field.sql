-- What crews send from their phones: why a stop was left out, what they saw, the photos of an order.
set local role driftbild_migrator;

create table round_command (
  id uuid not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  round uuid not null references round on delete cascade,
  command jsonb not null,
  at timestamptz not null,
  by_user text not null,
  received_at timestamptz not null,
  primary key (municipality, id)
);
create index on round_command (round);

create table fault_report (
  id uuid not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  asset integer not null references asset,
  mode text not null,
  text text not null,
  at timestamptz not null,
  by_user text not null,
  received_at timestamptz not null,
  primary key (municipality, id)
);
create index on fault_report (asset);

create table work_order_document (
  work_order uuid not null references work_order,
  document uuid not null references document on delete cascade,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  primary key (work_order, document)
);
create index on work_order_document (document);

do $$
declare
  name text;
begin
  foreach name in array array['round_command', 'fault_report', 'work_order_document'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert on round_command, fault_report, work_order_document to driftbild_api;
grant select on round_command, fault_report, work_order_document to driftbild_reader;
