-- Compressed readings lie together by signal, not apart: of a signal that reports once a day a chunk has next to
-- nothing, and what is kept apart costs hundreds of bytes however little it is. What is compressed already stays.
set local role driftbild_migrator;

do $$
begin
  if current_setting('timescaledb.license', true) = 'timescale' then
    alter table reading set (timescaledb.compress, timescaledb.compress_segmentby = 'municipality',
      timescaledb.compress_orderby = 'signal, source_time, epoch, sequence');
  end if;
end
$$;
