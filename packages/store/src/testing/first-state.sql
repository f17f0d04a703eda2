-- Rows of a municipality as the first nine migrations knew it: what an upgrade must keep.
insert into municipality (code, name, zone, simulated, last_order_number) values ('3001', 'Before', 'Europe/Stockholm', false, 1);
select set_config('driftbild.municipality', '3001', false);
insert into asset (tag, class, service, name, geometry, box, attributes, visibility)
  values ('P1', 'pressure-sensor', 'water', 'Sensor 1', '{"type": "Point", "coordinates": [21.7, 65.8]}',
          '(21.7,65.8),(21.7,65.8)', '{"elevation": 12}', 'staff');
insert into item (make, model, serial) values ('Generic', 'P', '1');
insert into installation (asset, item, from_time) select a.id, i.id, '2020-01-01Z' from asset a, item i;
insert into signal (key, asset, role, unit, kind, reporting, range_low, range_high)
  select 'P1/pressure', id, 'pressure', 'bar', '{"type": "measure"}', '{"type": "every", "seconds": 10}', 0, 16 from asset;
insert into alarm_rule (name, signal, condition, alarm_limit, hysteresis, delay_on, delay_off, priority, mode)
  select 'Low pressure', id, 'below', 2, 0.1, 0, 0, 'high', 'low-pressure' from signal;
insert into collector (id, name, kind, key_hash, created_at, readings)
  values ('11111111-1111-4111-8111-111111111111', 'edge', 'edge', decode(repeat('ab', 32), 'hex'), '2026-05-04Z', 3);
insert into epoch (collector, uuid, durable, last_arrival)
  values ('11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', 4, '2026-05-04 12:01Z');
insert into batch (epoch, first, last, arrived, readings, silences) select id, 1, 4, '2026-05-04 12:01Z', 3, 1 from epoch;
insert into reading (source_time, signal, epoch, sequence, received_offset, value, reason, status, collector_clock)
  select r.at, s.id, e.id, r.sequence, 1000, r.value, r.reason, r.status, false
  from signal s, epoch e, (values
    ('2026-05-04 12:00:00.000001Z'::timestamptz, 1, 4.25::float8, null::smallint, 0),
    ('2026-05-04 12:00:10Z', 2, 1.5, null, 0),
    ('2026-05-04 12:00:20Z', 3, null, 0, -2137325568)) as r (at, sequence, value, reason, status);
insert into latest_reading (signal, source_time, epoch, sequence, received_offset, reason, status, collector_clock)
  select signal, source_time, epoch, sequence, received_offset, reason, status, collector_clock from reading where sequence = 3;
insert into silence (collector, id, keys, from_time, to_time, reason, epoch, sequence)
  select collector, '33333333-3333-4333-8333-333333333333', '{P1/pressure}', '2026-05-04 12:00:20Z', '2026-05-04 12:30Z',
         'unreachable', id, 4 from epoch;
insert into unassigned_reading (epoch, sequence, key, unit, source_time, received_offset, value, status, collector_clock)
  select id, 5, 'P9/pressure', 'bar', '2026-05-04 12:00Z', 0, 3, 0, false from epoch;
insert into rollup_5m (bucket, signal, average, minimum, maximum, last, time_weighted, covered, good, uncertain, bad,
    first_offset, stands, municipality)
  select '2026-05-04 12:00Z', id, 2.875, 1.5, 4.25, 1.5, 2.875, 20000000, 2, 0, 1, 1, false, '3001' from signal;
insert into rollup_hour_queue (municipality, hour, signals) select '3001', '2026-05-04 12:00Z', array[id] from signal;
insert into fault (id, subject_type, subject_tag, mode, from_time)
  values ('44444444-4444-4444-8444-444444444444', 'asset', 'P1', 'low-pressure', '2026-05-04 12:00:10Z');
insert into alarm (id, rule, raised_at, value, fault)
  select '55555555-5555-4555-8555-555555555555', id, '2026-05-04 12:00:10Z', 1.5, '44444444-4444-4444-8444-444444444444'
  from alarm_rule;
insert into work_order (id, number, fault, subject_type, subject_tag, kind, created_at, created_by, revision, state, title,
    note, priority, changed, conflicts)
  values ('66666666-6666-4666-8666-666666666666', 1, '44444444-4444-4444-8444-444444444444', 'asset', 'P1', 'inspect',
          '2026-05-04 13:00Z', 'u1', 0, 'draft', 'Look at P1', '', 'normal', '{}', '[]');
insert into audit (at, by_user, what, ref, detail) values ('2026-05-04 13:00Z', 'u1', 'order', '1', '{}');
select set_config('driftbild.municipality', '', false);
