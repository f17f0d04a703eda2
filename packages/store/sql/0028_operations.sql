-- What people say of zones, how alarms are taken out of service and passed on, who is on call, and what a
-- municipality has settled for itself.
set local role driftbild_migrator;

-- A figure that no meter gives: connections, billed volumes. The newest is what holds.
create table zone_statement (
  zone integer not null references zone on delete cascade,
  input text not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  value double precision not null check (value >= 0),
  source text not null check (source <> ''),
  by_user text not null,
  at timestamptz not null,
  primary key (zone, input, at)
);

-- Out of service: a person took an asset's alarms away for a time. By design: a rule says nothing while another is active.
create table alarm_suppression (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  kind text not null check (kind in ('out-of-service', 'by-design')),
  asset integer references asset on delete cascade,
  rule integer references alarm_rule on delete cascade,
  while_rule integer references alarm_rule on delete cascade,
  reason text not null check (reason <> ''),
  from_time timestamptz not null,
  until timestamptz,
  by_user text not null,
  ended_at timestamptz,
  ended_by text,
  check (case kind when 'out-of-service' then asset is not null and rule is null and while_rule is null and until is not null
                   else asset is null and rule is not null and while_rule is not null and rule <> while_rule end),
  check ((ended_at is null) = (ended_by is null))
);
create index on alarm_suppression (municipality) where ended_at is null;

-- A person took an alarm out of the group that it was put in.
create table alarm_ungrouped (
  alarm uuid primary key references alarm on delete cascade,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  by_user text not null,
  at timestamptz not null
);

-- Ways out. What must stay secret is sealed by the centre, and nobody but it may read even that.
create table channel (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  kind text not null check (kind in ('mail', 'sms', 'webhook')),
  name text not null check (name <> ''),
  settings jsonb not null,
  sealed bytea,
  set_by text not null,
  set_at timestamptz not null,
  removed_at timestamptz
);

-- Where a person is reached; goes with the person.
create table contact (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  user_id text not null references auth."user" on delete cascade,
  kind text not null check (kind in ('mail', 'sms')),
  address text not null check (address <> ''),
  primary key (municipality, user_id, kind)
);

create table shift (
  id uuid primary key default gen_random_uuid(),
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  user_id text not null references auth."user" on delete cascade,
  -- 1 is called first, 2 when nobody acknowledged in time.
  line smallint not null check (line between 1 and 3),
  -- Null: all of them.
  service text,
  from_time timestamptz not null,
  to_time timestamptz not null,
  set_by text not null,
  check (to_time > from_time)
);
create index on shift (municipality, to_time);

-- Of which priorities somebody is told, by which ways, when not, and after how long the next line is.
create table notice_rule (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  priority text not null check (priority in ('low', 'high', 'critical')),
  channels uuid[] not null,
  escalate_minutes smallint check (escalate_minutes between 1 and 1440),
  -- Minutes of the local day; a stretch over midnight ends before it begins.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_to smallint check (quiet_to between 0 and 1439),
  set_by text not null,
  set_at timestamptz not null,
  check ((quiet_from is null) = (quiet_to is null)),
  primary key (municipality, priority)
);

create table delivery (
  id bigint generated always as identity primary key,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  -- Null: a test.
  alarm uuid references alarm on delete cascade,
  channel uuid not null references channel,
  -- Null: a webhook is nobody.
  user_id text references auth."user" on delete set null,
  line smallint not null,
  state text not null check (state in ('waiting', 'sent', 'given-up', 'not-needed')),
  attempts smallint not null default 0,
  due_at timestamptz not null,
  made_at timestamptz not null,
  done_at timestamptz,
  error text
);
create unique index delivery_once on delivery (alarm, channel, user_id, line) nulls not distinct where alarm is not null;
create index delivery_waiting on delivery (municipality, due_at) where state = 'waiting';
create index on delivery (municipality, id);

create table setting (
  municipality text primary key default current_setting('driftbild.municipality') references municipality,
  body jsonb not null,
  set_by text not null,
  set_at timestamptz not null
);

create table model_switch (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  model text not null,
  is_on boolean not null,
  reason text not null check (reason <> ''),
  set_by text not null,
  set_at timestamptz not null,
  primary key (municipality, model)
);

do $$
declare
  name text;
begin
  foreach name in array array['zone_statement', 'alarm_suppression', 'alarm_ungrouped', 'channel', 'contact', 'shift',
                              'notice_rule', 'delivery', 'setting', 'model_switch'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, update, delete on alarm_suppression, alarm_ungrouped, channel, contact, shift, notice_rule, delivery,
  setting, model_switch to driftbild_api;
grant select, insert on zone_statement to driftbild_api;
grant select on zone_statement, alarm_suppression, alarm_ungrouped, shift, notice_rule, delivery, setting, model_switch
  to driftbild_reader;
grant select (id, municipality, kind, name, settings, set_by, set_at, removed_at) on channel to driftbild_reader;
-- A site's name is an administrator's to mend, and their own name each person's.
grant update (name) on auth."user" to driftbild_api;
-- Journal entries are found by when they were written.
create index on alarm_journal (municipality, id);
