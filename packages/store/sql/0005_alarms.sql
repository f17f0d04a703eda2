-- Alarms: where each rule stands, each time one was raised, and the journal of all that happened to it.
set local role driftbild_migrator;

create table alarm_phase (
  rule integer primary key references alarm_rule,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  active boolean not null,
  pending_since timestamptz,
  -- Readings up to here, by source time, have been judged.
  judged_to timestamptz not null
);

create table alarm (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  rule integer not null references alarm_rule,
  raised_at timestamptz not null,
  cleared_at timestamptz,
  value double precision,
  acknowledged boolean not null default false,
  shelved_until timestamptz,
  -- A late reading showed that it never was.
  withdrawn boolean not null default false,
  fault uuid,
  unique (rule, raised_at)
);
create index on alarm (municipality, raised_at desc, id);
create index on alarm (rule) where cleared_at is null and not withdrawn;
create index on alarm (fault);

create table alarm_journal (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  alarm uuid not null references alarm,
  rule integer not null references alarm_rule,
  type text not null check (type in ('raised', 'cleared', 'acknowledged', 'shelved', 'unshelved')),
  -- Source time of a transition, the person's time of an action.
  at timestamptz not null,
  value double precision,
  by_user text,
  until timestamptz,
  reason text,
  recorded_at timestamptz not null,
  -- Entries are never deleted; a corrected one says when it was taken back.
  withdrawn_at timestamptz
);
create index on alarm_journal (rule, at);
create index on alarm_journal (alarm);
