-- What comes in with every batch lies packed. Newest readings, sixteen signals to a row, each in 58 bytes: flags (1 there is one, 2 the collector's
-- clock, 4 it has a server time, 8 it has a value), reason, status, epoch, sequence, source time, counts_at, offsets of
-- server and received time, value; numbers and times in PostgreSQL's binary form. A row a signal cost as much to write
-- as the reading itself.
set local role driftbild_migrator;

create table latest_page (
  municipality text not null default current_setting('driftbild.municipality') references municipality,
  -- A signal's number divided by sixteen.
  page integer not null,
  readings bytea not null check (octet_length(readings) = 16 * 58),
  primary key (municipality, page)
) with (fillfactor = 50);
-- A page is changed by many batches and read as a whole: squeezing it would cost more than the bytes.
alter table latest_page alter column readings set storage external;

with packed as (
  select municipality, signal / 16 as page, signal % 16 as slot,
         set_byte('\x00', 0, 1 + collector_clock::int * 2 + (server_offset is not null)::int * 4
           + (value is not null)::int * 8)
         || set_byte('\x00', 0, coalesce(reason, 0)) || int4send(status) || int4send(epoch) || int8send(sequence)
         || timestamptz_send(source_time) || timestamptz_send(counts_at) || int8send(coalesce(server_offset, 0))
         || int8send(received_offset) || float8send(coalesce(value, 0)) as reading
  from latest_reading
)
insert into latest_page (municipality, page, readings)
select p.municipality, p.page, (
    select string_agg(coalesce(reading, decode(repeat('00', 58), 'hex')), '' order by s.slot)
    from generate_series(0, 15) as s (slot)
    left join packed r on r.municipality = p.municipality and r.page = p.page and r.slot = s.slot
  )
from (select distinct municipality, page from packed) p;

drop table latest_reading;

create function whole_number(bytes bytea) returns bigint language sql immutable strict parallel safe as
  $$ select ('x' || encode(bytes, 'hex'))::bit(64)::bigint $$;

-- Where the newest reading of each signal lies, for whoever asks in SQL.
create view latest_reading with (security_invoker) as
  select municipality, page * 16 + slot as signal,
         timestamptz '2000-01-01T00:00:00Z'
           + whole_number(substring(readings from slot * 58 + 19 for 8)) * interval '1 microsecond' as source_time,
         (whole_number('\x00000000'::bytea || substring(readings from slot * 58 + 7 for 4)))::integer as epoch,
         whole_number(substring(readings from slot * 58 + 11 for 8)) as sequence
  from latest_page cross join generate_series(0, 15) as s (slot)
  where get_byte(readings, slot * 58) & 1 = 1;

alter table latest_page enable row level security;
create policy own_municipality on latest_page
  using (municipality = current_setting('driftbild.municipality', true))
  with check (municipality = current_setting('driftbild.municipality', true));
grant select on latest_page, latest_reading to driftbild_api, driftbild_reader;
grant select, insert, update on latest_page to driftbild_ingest;

-- So do the signals of a batch: id, first and last new source time, twenty bytes each.
alter table arrival add column spans bytea;
alter table arrival alter column spans set storage external;
update arrival set spans = (
  select string_agg(int4send(signal) || timestamptz_send("from") || timestamptz_send("to"), '')
  from unnest(signals, from_time, to_time) as t (signal, "from", "to"));
alter table arrival alter column spans set not null, drop column signals, drop column from_time, drop column to_time;
alter table rollup_queue alter column signals set storage external;
