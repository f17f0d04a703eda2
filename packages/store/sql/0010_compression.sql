-- Compression is TimescaleDB's community feature; the Apache edition keeps the rows as they are. After the
-- grants: TimescaleDB hands a grant on columns on to compressed tables, which have other columns.
set local role driftbild_migrator;

do $$
begin
  if current_setting('timescaledb.license', true) = 'timescale' then
    alter table reading set (timescaledb.compress, timescaledb.compress_segmentby = 'signal, municipality',
      timescaledb.compress_orderby = 'source_time, epoch, sequence');
    alter table rollup_5m set (timescaledb.compress, timescaledb.compress_segmentby = 'signal, municipality',
      timescaledb.compress_orderby = 'bucket');
    alter table rollup_1h set (timescaledb.compress, timescaledb.compress_segmentby = 'signal, municipality',
      timescaledb.compress_orderby = 'bucket');
  end if;
end
$$;
