-- The hours to fold again, a row for each signal and UTC day of them: taken by deleting it, where a row for
-- each hour with a list of signals had to be written anew for every slice of its signals.
set local role driftbild_migrator;

alter table rollup_hour_queue rename to rollup_hour_queue_by_hour;

create table rollup_hour_queue (
  signal integer not null,
  day timestamptz not null,
  municipality text not null,
  -- Bit h stands for the hour that begins h hours into the day.
  hours integer not null check (hours between 1 and (1 << 24) - 1),
  primary key (signal, day)
) with (fillfactor = 60);
create index on rollup_hour_queue (day, signal);

insert into rollup_hour_queue (signal, day, municipality, hours)
select s.signal, date_trunc('day', q.hour, 'UTC'), q.municipality,
       bit_or(1 << extract(hour from q.hour at time zone 'UTC')::integer)
from rollup_hour_queue_by_hour q, unnest(q.signals) as s (signal)
group by 1, 2, 3;

drop table rollup_hour_queue_by_hour;

alter table rollup_hour_queue enable row level security;
create policy own_municipality on rollup_hour_queue
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select on rollup_hour_queue to driftbild_api, driftbild_reader;
