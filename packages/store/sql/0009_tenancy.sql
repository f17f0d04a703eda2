-- A transaction sees one municipality: the one in driftbild.municipality. Row-level security guards ordinary
-- tables; TimescaleDB refuses it together with compression, so hypertables are reached through views.
set local role driftbild_migrator;

do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and c.relname not in ('reading', 'rollup_5m', 'rollup_1h')
  loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_municipality on %I
         using (municipality = current_setting(''driftbild.municipality'', true))
         with check (municipality = current_setting(''driftbild.municipality'', true))', name);
  end loop;
end
$$;
alter table municipality enable row level security;
create policy own_municipality on municipality using (code = current_setting('driftbild.municipality', true));

create view own_reading with (security_barrier) as
  select source_time, signal, epoch, sequence, server_offset, received_offset, value, reason, status, collector_clock
  from reading where municipality = current_setting('driftbild.municipality', true);
create view own_rollup_5m with (security_barrier) as
  select bucket, signal, average, minimum, maximum, last, time_weighted, covered, good, uncertain, bad
  from rollup_5m where municipality = current_setting('driftbild.municipality', true);
create view own_rollup_1h with (security_barrier) as
  select bucket, signal, average, minimum, maximum, last, time_weighted, covered, good, uncertain, bad
  from rollup_1h where municipality = current_setting('driftbild.municipality', true);

-- The api does a person's work.
grant select on municipality, own_reading, own_rollup_5m, own_rollup_1h, batch, epoch, latest_reading, rollup_queue,
  rollup_hour_queue, unassigned_reading, issue, silence to driftbild_api;
grant insert (code, name, zone, simulated), update (name, zone, simulated, last_order_number) on municipality to driftbild_api;
grant select, insert, update, delete on site, zone, asset, item, installation, relation, signal, alarm_rule,
  base_map_feature, collector, enrolment, alarm_phase, alarm, fault, fault_evidence, prediction, forecast,
  model_state, work_order, membership, job to driftbild_api;
grant select, insert on alarm_journal, prediction_history, prediction_judgement, work_order_command, audit to driftbild_api;
grant update (withdrawn_at) on alarm_journal to driftbild_api;
grant update (body, probability) on prediction_history to driftbild_api;
grant usage on schema auth to driftbild_api;
grant select (id, name, email) on auth."user" to driftbild_api;

-- Ingest takes what collectors send, and nothing else.
grant select on municipality, signal, own_reading to driftbild_ingest;
grant select, insert, update on collector, epoch, silence, issue, latest_reading to driftbild_ingest;
grant select, insert on batch, unassigned_reading to driftbild_ingest;
grant insert on rollup_queue to driftbild_ingest;
grant insert (source_time, signal, epoch, sequence, server_offset, received_offset, value, reason, status, collector_clock)
  on reading to driftbild_ingest;

-- The reader looks, but not at keys.
grant select on municipality, site, zone, asset, item, installation, relation, signal, alarm_rule, base_map_feature,
  own_reading, own_rollup_5m, own_rollup_1h, batch, epoch, latest_reading, rollup_queue, rollup_hour_queue, unassigned_reading, issue,
  silence, alarm_phase, alarm, alarm_journal, fault, fault_evidence, prediction, prediction_history,
  prediction_judgement, forecast, model_state, work_order, work_order_command, audit, job to driftbild_reader;
grant select (id, municipality, name, kind, created_at, revoked_at, last_batch_at, readings, unassigned)
  on collector to driftbild_reader;
