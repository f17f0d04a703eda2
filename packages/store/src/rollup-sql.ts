import { type RollupStep, WRAP_SHARE } from '@driftbild/core'

/*
 * Parameters of all statements here: `$1`, `$2`, `$3` the signals and the beginnings and ends of their ranges,
 * whose buckets are to be computed; `$4` and `$5` the bounds of all ranges. The bounds say nothing new, but
 * being constants they let TimescaleDB leave out every other chunk; nor do the signals said twice, but without
 * them all readings between the bounds are read. `$6`, where something is written, is the
 * municipality whose signals they are.
 */

const queued = `
  queued as (
    select * from unnest($1::integer[], $2::timestamptz[], $3::timestamptz[]) as q (signal, first, past)
  )`

/** What the signals promise, and where they wrap if they are counters. */
const ruled = `
  ruled as materialized (
    select id, coalesce(reporting ->> 'seconds', reporting ->> 'silentAtMost')::float8 as period,
           case kind ->> 'type' when 'counter' then (kind ->> 'modulus')::float8 end as modulus
    from signal where id = any ($1)
  )`

/** missingBetween of core, after so many seconds. */
const owed = (seconds: string): string => `greatest(0, floor((${seconds}) / period + 0.5) - 1)`

/**
 * counterStep of core, from `before` to `first`, which is null of other signals than counters. Added up over a
 * group: the first value, the increase and the resets.
 */
const wrapped = `modulus - before + first`
const isWrap = `${wrapped} between 0 and modulus * ${WRAP_SHARE}`
const increase = `case when first >= before then first - before when ${isWrap} then ${wrapped} else 0 end`
const firstOf = `max(first) filter (where before is null)`
const increaseOf = `case when count(first) > 0 then coalesce(sum(${increase}) filter (where before is not null), 0) end`
const resetsOf = `case when count(first) > 0 then count(*) filter (where first < before and not (${isWrap})) end`

export const deleteKnown = (step: RollupStep): string => `
  with ${queued}
  delete from rollup_${step} r using queued q
  where r.signal = q.signal and r.bucket >= q.first and r.bucket < q.past and r.bucket >= $4 and r.bucket < $5`

/**
 * Five-minute buckets from readings. A good value stands from its source time to the next reading of any
 * quality, or to the end of its bucket; the last one of the bucket before stands until the first reading.
 * A status is good when its two top bits are 00, uncertain at 01, bad at 1x; without a value it is bad.
 */
export const recomputeFiveMinutes = `
  with ${queued}, ${ruled}, looked as (
    select r.signal, r.source_time, r.epoch, r.sequence, r.source_time >= q.first as inside,
           time_bucket('5 minutes', r.source_time) as bucket,
           case when r.status between 0 and 1073741823 then r.value end as good,
           r.value is not null and r.status > 1073741823 as uncertain
    from queued q
    join plain_reading r on r.signal = q.signal and r.source_time >= q.first - interval '5 minutes' and r.source_time < q.past
    where r.signal = any ($1) and r.source_time >= $4::timestamptz - interval '5 minutes' and r.source_time < $5
  ), ordered as (
    select *, row_number() over source_order as position,
           least(lead(source_time) over source_order, bucket + interval '5 minutes') - source_time as stood,
           case when lag(bucket) over source_order = bucket - interval '5 minutes' then lag(good) over source_order end
             as carried,
           lag(bucket) over source_order is distinct from bucket as is_first,
           lag(source_time) over source_order as heard_before,
           case when lag(bucket) over good_order = bucket then lag(good) over good_order end as before
    from looked
    window source_order as (partition by signal order by source_time, epoch, sequence),
      good_order as (partition by signal, good is null order by source_time, epoch, sequence)
  ), weighed as (
    select *, date_part('epoch', stood) as seconds,
           case when is_first then date_part('epoch', source_time - bucket) end as offset_seconds,
           case when is_first and carried is not null then date_part('epoch', source_time - bucket) end as carried_seconds,
           case when not is_first then ${owed("date_part('epoch', source_time - heard_before)")} end as owed,
           case when modulus is not null then good end as first
    from ordered left join ruled on id = signal
    where inside
  )
  insert into rollup_5m (municipality, signal, bucket, average, minimum, maximum, last, time_weighted, covered, good,
                         uncertain, bad, first_offset, stands, last_offset, missing, first, increase, resets)
  select $6::text, signal, bucket, avg(good), min(good), max(good),
         last(good, position) filter (where good is not null),
         (coalesce(sum(good * seconds), 0) + coalesce(sum(carried * carried_seconds), 0))
           / nullif(coalesce(sum(seconds) filter (where good is not null), 0) + coalesce(sum(carried_seconds), 0), 0),
         round(1e6 * (coalesce(sum(seconds) filter (where good is not null), 0) + coalesce(sum(carried_seconds), 0))),
         count(good), count(*) filter (where uncertain), count(*) - count(good) - count(*) filter (where uncertain),
         round(1e6 * max(offset_seconds)), last(good is not null, position),
         round(1e6 * max(date_part('epoch', source_time - bucket))), coalesce(sum(owed), 0),
         ${firstOf}, ${increaseOf}, ${resetsOf}
  from weighed
  group by signal, bucket`

const replaceJoins = `last_offset = excluded.last_offset, missing = excluded.missing, first = excluded.first,
    increase = excluded.increase, resets = excluded.resets`

/** Appended where buckets are there already: in place, which leaves less behind than deleting them first. */
export const replaceFiveMinutes = `
  on conflict (signal, bucket) do update set average = excluded.average, minimum = excluded.minimum,
    maximum = excluded.maximum, last = excluded.last, time_weighted = excluded.time_weighted,
    covered = excluded.covered, good = excluded.good, uncertain = excluded.uncertain, bad = excluded.bad,
    first_offset = excluded.first_offset, stands = excluded.stands, ${replaceJoins}`

/** A bucket of which nobody noted its last reading was heard until its end. */
const lastOffset = `coalesce(r.last_offset, 300000000)`

/**
 * Hours folded from their five-minute buckets, to the same numbers as from the readings themselves: over
 * buckets without readings a standing value is carried to the next reading, or to the hour's end; into an
 * hour it is carried from the hour before it only.
 */
export const foldHours = `
  with ${queued}, ${ruled}, looked as (
    select r.signal, r.bucket, r.average, r.minimum, r.maximum, r.last, r.time_weighted, r.covered, r.good,
           r.uncertain, r.bad, r.first_offset, r.stands, r.bucket >= q.first as inside,
           time_bucket('1 hour', r.bucket) as hour, ${lastOffset} as last_offset, r.missing,
           r.first as own_first, r.increase, r.resets
    from queued q
    join rollup_5m r on r.signal = q.signal and r.bucket >= q.first - interval '1 hour' and r.bucket < q.past
    where r.bucket >= $4::timestamptz - interval '1 hour' and r.bucket < $5
  ), ordered as (
    select *,
           greatest(lag(bucket) over in_time + interval '5 minutes', hour) as carried_from,
           case when lag(stands) over in_time and lag(hour) over in_time >= hour - interval '1 hour'
                 and lag(bucket) over in_time < bucket - interval '5 minutes' then lag(last) over in_time end as carried,
           lead(hour) over in_time is distinct from hour as is_last,
           case when lag(hour) over in_time = hour
             then date_part('epoch', bucket - lag(bucket) over in_time)
               + (first_offset - lag(last_offset) over in_time) / 1e6::float8 end as pause,
           1e6::float8 * date_part('epoch', bucket - hour) as into_hour,
           case when lag(hour) over good_order = hour then lag(last) over good_order end as before
    from looked
    window in_time as (partition by signal order by bucket),
      good_order as (partition by signal, last is null order by bucket)
  ), weighed as (
    select *, covered / 1e6::float8 as seconds,
           case when carried is not null
             then date_part('epoch', bucket - carried_from) + first_offset / 1e6::float8 end as carried_seconds,
           case when is_last and stands
             then date_part('epoch', hour + interval '55 minutes' - bucket) end as tail_seconds,
           ${owed('pause')} as owed,
           case when modulus is not null then coalesce(own_first, last) end as first
    from ordered left join ruled on id = signal
    where inside
  )
  insert into rollup_1h (municipality, signal, bucket, average, minimum, maximum, last, time_weighted, covered, good,
                         uncertain, bad, first_offset, last_offset, missing, first, increase, resets)
  select $6::text, signal, hour, sum(average * good) / nullif(sum(good), 0), min(minimum), max(maximum),
         last(last, bucket) filter (where last is not null),
         (coalesce(sum(time_weighted * seconds), 0) + coalesce(sum(carried * carried_seconds), 0)
           + coalesce(sum(last * tail_seconds), 0))
           / nullif(sum(seconds) + coalesce(sum(carried_seconds), 0) + coalesce(sum(tail_seconds), 0), 0),
         round(1e6 * (sum(seconds) + coalesce(sum(carried_seconds), 0) + coalesce(sum(tail_seconds), 0))),
         sum(good), sum(uncertain), sum(bad),
         min(into_hour + first_offset), max(into_hour + last_offset),
         coalesce(sum(missing), 0) + coalesce(sum(owed), 0),
         ${firstOf}, ${increaseOf} + coalesce(sum(increase), 0), ${resetsOf} + coalesce(sum(resets), 0)
  from weighed
  group by signal, hour`

export const replaceHours = `
  on conflict (signal, bucket) do update set average = excluded.average, minimum = excluded.minimum,
    maximum = excluded.maximum, last = excluded.last, time_weighted = excluded.time_weighted,
    covered = excluded.covered, good = excluded.good, uncertain = excluded.uncertain, bad = excluded.bad,
    first_offset = excluded.first_offset, ${replaceJoins}`
