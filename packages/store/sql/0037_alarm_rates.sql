-- Alarms about how fast a value changes, and limits that a person sets in place of the register's.
set local role driftbild_migrator;

-- Microseconds that a rate is told over; null where the value itself is watched.
alter table alarm_rule add column rate_window bigint;
alter table alarm_rule drop constraint alarm_rule_condition_check;
alter table alarm_rule add constraint alarm_rule_condition_check
  check (condition in ('above', 'below', 'equals', 'rising', 'falling')
    and (condition in ('rising', 'falling')) = (rate_window is not null));

-- What a rate is told from, so that a restart goes on in the middle of a window.
alter table alarm_phase add column slices jsonb not null default '[]';

-- The newest of each rule holds, also when the register is read in again; earlier ones stay.
create table alarm_setting (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  rule integer not null references alarm_rule on delete cascade,
  -- Null: what the register says holds again.
  body jsonb,
  reason text not null,
  -- Readings up to here were judged before it, and stay so.
  judged_to timestamptz,
  at timestamptz not null,
  by_user text not null
);
create index on alarm_setting (rule, id desc);

alter table alarm_setting enable row level security;
create policy own_municipality on alarm_setting
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select, insert on alarm_setting to driftbild_api;
grant select on alarm_setting to driftbild_reader;
