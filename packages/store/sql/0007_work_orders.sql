-- A work order addresses one fault and changes by commands, each of which counts once.
set local role driftbild_migrator;

create table work_order (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  number integer not null,
  fault uuid not null references fault,
  subject_type text not null check (subject_type in ('asset', 'zone')),
  subject_tag text not null,
  kind text not null,
  created_at timestamptz not null,
  created_by text not null,
  revision integer not null,
  state text not null,
  title text not null,
  note text not null,
  priority text not null,
  assignee text,
  planned_for timestamptz,
  outcome jsonb,
  changed jsonb not null,
  conflicts jsonb not null,
  unique (municipality, number)
);
-- One open order per fault.
create unique index work_order_open on work_order (fault) where state not in ('done', 'not-found', 'cancelled');
create index on work_order (municipality, subject_type, subject_tag);

create table work_order_command (
  id uuid not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  work_order uuid not null references work_order,
  position bigint generated always as identity,
  base_revision integer not null,
  field text not null,
  value jsonb not null,
  at timestamptz not null,
  by_user text not null,
  received_at timestamptz not null,
  primary key (municipality, id)
);
create index on work_order_command (work_order, position);
