import {
  bucketOf,
  HOUR,
  hasValue,
  type Item,
  MINUTE,
  type Micros,
  type Prediction,
  type Priority,
  type Quality,
  qualityOf,
  type Silence,
} from '@driftbild/core'
import type { Tx } from './database.ts'
import { type ReadingRow, readingColumns, toReading } from './reading-row.ts'
import { timestamp } from './timestamp.ts'

// What stood at a past moment, told by what is kept for long: buckets of five minutes, then hours, then the alarms'
// and predictions' own histories. A reading itself is looked up only where its bucket can't say how good it was.

/** Moments lie this far apart: at the end of a bucket everything in it had been said. */
export const MOMENT_STEP = 5 * MINUTE

/** A signal's newest reading before a moment. */
export interface Stood {
  time: Micros
  value: number | null
  reason: string | null
  quality: Quality
}

export interface AskedSignal {
  key: string
  /** What is older than this counts as stale anyway, and is told by its hour. */
  patience: number
}

/**
 * The newest reading of each signal before `at`, the end of a bucket; those that had said nothing by then are left
 * out. Hand in some hundred signals at a time: they are one hold of the embedded engine.
 */
export async function stoodAt(
  tx: Tx,
  signals: readonly AskedSignal[],
  at: Micros,
): Promise<Map<string, Stood>> {
  const hour = bucketOf(at, '1h')
  const recent = await tx.query<LastBucket>(
    lastBuckets('own_rollup_5m', 5 * MINUTE),
    asked(
      signals.map(({ key, patience }) => ({ key, since: Math.min(hour, bucketOf(at - patience, '5m')) })),
      at,
    ),
  )
  const known = new Set(recent.map(({ key }) => key))
  const quiet = signals.filter(({ key }) => !known.has(key))
  const old =
    quiet.length === 0
      ? []
      : await tx.query<LastBucket>(
          lastBuckets('own_rollup_1h', HOUR),
          asked(
            quiet.map(({ key }) => ({ key, since: null })),
            hour,
          ),
        )
  const buckets = [...recent, ...old]
  const told = new Map(buckets.map((bucket) => [bucket.key, ofBucket(bucket)]))
  const mixed = recent.filter(({ good, uncertain, bad }) => good === 0 || uncertain + bad > 0)
  for (const [key, stood] of await exactly(tx, mixed)) told.set(key, stood)
  return told
}

interface LastBucket {
  id: number
  key: string
  time: Micros
  last: number | null
  good: number
  uncertain: number
  bad: number
}

const asked = (signals: readonly { key: string; since: Micros | null }[], at: Micros): unknown[] => [
  signals.map(({ key }) => key),
  signals.map(({ since }) => (since === null ? '-infinity' : timestamp(since))),
  timestamp(at),
]

/** Of one that was computed before its last reading's time was kept, its end stands for it. */
const lastBuckets = (view: string, length: number): string => `
  select s.id, s.key, r.bucket + make_interval(secs => coalesce(r.last_offset, ${length}) / 1e6) as time,
         r.last, r.good, r.uncertain, r.bad
  from unnest($1::text[], $2::timestamptz[]) as a (key, since) join signal s on s.key = a.key
  cross join lateral (
    select bucket, last, last_offset, good, uncertain, bad from ${view}
    where signal = s.id and bucket >= a.since and bucket < $3 order by bucket desc limit 1
  ) r`

const ofBucket = ({ time, last, good, uncertain }: LastBucket): Stood => ({
  time,
  value: last,
  reason: null,
  quality: good > 0 ? 'good' : uncertain > 0 ? 'uncertain' : 'bad',
})

/** The readings themselves, as far as they are still there. */
async function exactly(tx: Tx, buckets: readonly LastBucket[]): Promise<[string, Stood][]> {
  if (buckets.length === 0) return []
  const rows = await tx.query<ReadingRow & { key: string }>(
    `select a.key, r.* from unnest($1::text[], $2::integer[], $3::timestamptz[]) as a (key, signal, at)
     cross join lateral (
       select ${readingColumns} from own_reading
       where signal = a.signal and source_time = a.at order by epoch desc, sequence desc limit 1
     ) r`,
    [buckets.map(({ key }) => key), buckets.map(({ id }) => id), buckets.map(({ time }) => timestamp(time))],
  )
  return rows.map(({ key, ...row }) => {
    const reading = toReading(row)
    return [
      key,
      {
        time: reading.sourceTime,
        value: hasValue(reading) ? reading.value : null,
        reason: hasValue(reading) ? null : reading.reason,
        quality: qualityOf(reading),
      },
    ]
  })
}

/** An alarm that was active at a moment. */
export interface AlarmThen {
  id: string
  asset: string
  priority: Priority
  raisedAt: Micros
  /** As it had been shelved by then. */
  shelvedUntil: Micros | null
}

/** Alarms that were active by what had been read before a moment, as the journal now stands; a page by id. */
export const alarmsAt = (
  tx: Tx,
  at: Micros,
  { after = null, limit }: { after?: string | null; limit: number },
): Promise<AlarmThen[]> =>
  tx.query(
    `select l.id, a.tag as asset, r.priority, l.raised_at as "raisedAt", j.until as "shelvedUntil"
     from alarm l join alarm_rule r on r.id = l.rule join signal s on s.id = r.signal join asset a on a.id = s.asset
     left join lateral (
       select case type when 'shelved' then until end as until from alarm_journal
       where alarm = l.id and type in ('shelved', 'unshelved') and at <= $1 order by at desc, id desc limit 1
     ) j on true
     where not l.withdrawn and l.raised_at < $1 and (l.cleared_at is null or l.cleared_at >= $1)
       and ($2::uuid is null or l.id > $2)
     order by l.id limit $3`,
    [timestamp(at), after, limit],
  )

/** Predictions that stood at a moment, each as it was said then. */
export async function predictionsAt(tx: Tx, at: Micros): Promise<Prediction[]> {
  const rows = await tx.query<{ body: Prediction }>(
    `select h.body from prediction p cross join lateral (
       select body from prediction_history where prediction = p.id and as_of <= $1 order by as_of desc limit 1
     ) h
     where p.first_as_of <= $1 and (p.ended_at is null or p.ended_at > $1)`,
    [timestamp(at)],
  )
  return rows.map(({ body }) => body)
}

/** Silences that lasted at a moment. */
export const silencesAt = (tx: Tx, at: Micros): Promise<Silence[]> =>
  tx.query(
    `select id, keys as signals, from_time as "from", to_time as "to", reason from silence
     where from_time <= $1 and (to_time is null or to_time > $1)`,
    [timestamp(at)],
  )

/** When the first of these signals was first heard, told by the hour; null while none was. */
export async function firstHeard(tx: Tx, keys: readonly string[]): Promise<Micros | null> {
  const [row] = await tx.query<{ first: Micros | null }>(
    `select min(r.bucket) as first from signal s cross join lateral (
       select bucket from own_rollup_1h where signal = s.id order by bucket limit 1
     ) r where s.key = any ($1)`,
    [keys],
  )
  return row?.first ?? null
}

export interface RaisedAlarms {
  /** Which of the equally long parts of the stretch. */
  part: number
  priority: Priority
  alarms: number
}

/** How many alarms were raised in each of so many equally long parts of [from, to), of assets of these services. */
export const raisedAlarms = (
  tx: Tx,
  { from, to, parts, services }: { from: Micros; to: Micros; parts: number; services: readonly string[] },
): Promise<RaisedAlarms[]> =>
  tx.query(
    `select least($3 - 1, floor($3 * date_part('epoch', l.raised_at - $1::timestamptz)
                                / date_part('epoch', $2::timestamptz - $1::timestamptz)))::int as part,
            r.priority, count(*)::int as alarms
     from alarm l join alarm_rule r on r.id = l.rule join signal s on s.id = r.signal join asset a on a.id = s.asset
     where not l.withdrawn and l.raised_at >= $1 and l.raised_at < $2 and a.service = any ($4)
     group by 1, 2 order by 1, 2`,
    [timestamp(from), timestamp(to), parts, services],
  )

/** The unit that sat in a position at a moment. */
export async function itemAt(
  tx: Tx,
  tag: string,
  at: Micros,
): Promise<(Item & { installed: Micros }) | null> {
  const [row] = await tx.query<Item & { installed: Micros }>(
    `select i.make, i.model, i.serial, i.profile, i.batch, n.from_time as installed
     from installation n join item i on i.id = n.item join asset a on a.id = n.asset
     where a.tag = $1 and n.from_time <= $2 and (n.to_time is null or n.to_time > $2)`,
    [tag, timestamp(at)],
  )
  return row ?? null
}
