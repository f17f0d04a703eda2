-- What is missing, signal by signal: a silence says when nothing could be read, and what comes afterwards
-- after all narrows it. And what came late.
set local role driftbild_migrator;

alter table batch
  add column late_from timestamptz,
  add column late_to timestamptz,
  add column late_readings integer not null default 0,
  add check ((late_readings = 0) = (late_from is null) and (late_from is null) = (late_to is null));
create index on batch (epoch, arrived) where late_readings > 0;

create table gap (
  collector uuid not null,
  silence uuid not null,
  signal integer not null references signal,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  from_time timestamptz not null,
  to_time timestamptz not null check (to_time > from_time),
  primary key (collector, silence, signal, from_time),
  foreign key (collector, silence) references silence
);
create index on gap (signal, to_time);

-- Silences that have ended, or were corrected, and of which the gaps are still to be found.
create table gap_due (
  collector uuid not null,
  silence uuid not null,
  -- Of the silence's newest entry: another one may come while this one is looked at.
  sequence bigint not null,
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  primary key (collector, silence),
  foreign key (collector, silence) references silence
);

do $$
declare
  name text;
begin
  foreach name in array array['gap', 'gap_due'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
grant select, insert, delete on gap to driftbild_api;
grant select, delete on gap_due to driftbild_api;
grant select, insert, update on gap_due to driftbild_ingest;
grant select on gap, gap_due to driftbild_reader;

insert into gap_due (collector, silence, sequence, municipality)
select collector, id, sequence, municipality from silence where to_time > from_time;
