-- Readings as they compress: a number by its decimal digits, the collector's and the server's times in milliseconds
-- from the source's, and what is not so in the columns that were there. Rows of before stay as they are.
set local role driftbild_migrator;

alter table reading
  -- Milliseconds from source_time; server_offset and received_offset have what is no whole number of them.
  add column server_ms integer,
  add column received_ms integer,
  -- The value is digits / 10^scale; at a negative scale the single-precision number next to digits / 10^(-1 - scale).
  -- What is no such decimal is in `value`.
  add column digits bigint,
  add column scale smallint,
  alter column received_offset drop not null,
  drop constraint reading_check,
  add constraint reading_check
    check (num_nonnulls(value, digits, reason) = 1 and (digits is null) = (scale is null)),
  add constraint reading_received_check check (num_nonnulls(received_offset, received_ms) = 1);

-- Readings put together again, of all municipalities: for the owner alone.
create view plain_reading as
  select source_time, signal, epoch, sequence, municipality,
         coalesce(server_offset, server_ms * 1000::bigint) as server_offset,
         coalesce(received_offset, received_ms * 1000::bigint) as received_offset,
         case when scale is null then value
              when scale >= 0 then digits / ('{1,1e1,1e2,1e3,1e4,1e5,1e6}'::float8[])[scale + 1]
              else (digits / ('{1,1e1,1e2,1e3,1e4,1e5,1e6}'::float8[])[-scale])::float4::float8 end as value,
         reason, status, collector_clock
  from reading;

create or replace view own_reading with (security_barrier) as
  select source_time, signal, epoch, sequence, server_offset, received_offset, value, reason, status, collector_clock
  from plain_reading where municipality = current_setting('driftbild.municipality', true);

do $$
begin
  if current_setting('timescaledb.license', true) = 'timescale' then
    -- TimescaleDB hands a grant on columns on to the compressed table, which has none of them, unless it looks away.
    perform set_config('role', 'none', true), set_config('timescaledb.restoring', 'on', true);
  end if;
  grant insert (server_ms, received_ms, digits, scale) on reading to driftbild_ingest;
  perform set_config('timescaledb.restoring', 'off', true)
    where current_setting('timescaledb.license', true) = 'timescale';
end
$$;
