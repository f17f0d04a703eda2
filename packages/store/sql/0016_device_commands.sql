-- What people asked devices to do, and what became of it. Rows are never deleted; every step is in the audit too.
set local role driftbild_migrator;

create table device_command (
  id uuid primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  signal integer not null references signal,
  -- Who brought the signal's newest reading, and so can reach its device.
  collector uuid not null references collector,
  value double precision not null,
  unit text not null,
  reason text not null,
  state text not null check (state in
    ('asked', 'confirmed', 'sent', 'done', 'refused', 'not-confirmed', 'withdrawn', 'expired')),
  asked_by text not null,
  asked_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  sent_at timestamptz,
  until timestamptz,
  result jsonb,
  check ((until is null) = (state not in ('asked', 'confirmed', 'sent')))
);
create index on device_command (municipality, asked_at desc, id);
-- One at a time for a signal: of two that overtake each other nobody knows which one counts.
create unique index one_open_command on device_command (signal) where until is not null;
create index on device_command (collector) where until is not null;

alter table device_command enable row level security;
create policy own_municipality on device_command
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select, insert on device_command to driftbild_api;
grant update (state, confirmed_by, confirmed_at, sent_at, until, result) on device_command to driftbild_api;
grant select on device_command to driftbild_reader;
