import { DAY, type Kommunkod, type Micros } from '@driftbild/core'
import type { Database, OwnerTx } from './database.ts'
import { dueBefore, listRetention, signalsByClass } from './retention.ts'
import { timestamp } from './timestamp.ts'

/** What a step let go of. */
export interface LetGoStep {
  readings: number
  /** Signals' stretches of five-minute roll-ups. */
  rollups: number
}

/** Signals looked at in one query. */
const SIGNALS_AT_ONCE = 50
/** Readings deleted in one transaction: where they aren't compressed, some hundred milliseconds of the embedded engine. */
const READINGS_AT_ONCE = 10_000
/** Bytes of compressed readings that are written anew after some of them went. */
const QUIETLY = 25_000_000

/**
 * Lets go of what a municipality has decided not to keep, a step a short transaction. Readings go by whole days of a
 * signal, and only where a file has every one of that day; roll-ups only where no readings are left. Without a decision
 * nothing is done. What came while it ran is seen by the next walk.
 */
export async function* letGoDue(
  db: Database,
  municipality: Kommunkod,
  now: Micros,
): AsyncGenerator<LetGoStep> {
  const rules = await rulesOf(db, municipality, now)
  for (const rule of rules) {
    yield* readingsOf(db, municipality, rule, now)
    if (rule.rollupsBefore !== null) yield* rollupsOf(db, municipality, rule, rule.rollupsBefore, now)
  }
}

interface Rule {
  signals: number[]
  readingsBefore: Micros
  rollupsBefore: Micros | null
  by: string
  decision: string
}

const rulesOf = (db: Database, municipality: Kommunkod, now: Micros): Promise<Rule[]> =>
  db.transaction({ municipality, role: 'reader' }, async (tx) => {
    const decided = (await listRetention(tx)).filter(({ readingYears }) => readingYears !== null)
    if (decided.length === 0) return []
    const signals = await signalsByClass(tx)
    return decided.map((one) => ({
      signals: (signals.get(one.class) ?? []).map(({ id }) => id),
      readingsBefore: dueBefore(now, one.readingYears!),
      rollupsBefore: one.fiveMinuteYears === null ? null : dueBefore(now, one.fiveMinuteYears),
      by: one.setBy,
      decision: one.decision,
    }))
  })

interface Pending {
  day: Micros
  signal: number
  readings: number
}

async function* readingsOf(
  db: Database,
  municipality: Kommunkod,
  rule: Rule,
  now: Micros,
): AsyncGenerator<LetGoStep> {
  const files = await db.transaction({ municipality, role: 'reader' }, (tx) =>
    tx.query<{ id: number }>('select id from archive_file where to_time <= $1 order by from_time, id', [
      timestamp(rule.readingsBefore),
    ]),
  )
  for (const { id: file } of files) {
    const touched = new Set<Micros>()
    for (const signals of slices(rule.signals, SIGNALS_AT_ONCE)) {
      const pending = await db.transaction({ municipality, role: 'reader' }, (tx) =>
        tx.query<Pending>(findPending, [file, signals]),
      )
      for (const [day, some] of Map.groupBy(pending, ({ day }) => day)) {
        for (const slice of fitting(some)) {
          const readings = await db.across((tx) =>
            letGoDay(tx, { municipality, file, day, expected: slice, rule, now }),
          )
          if (readings > 0) touched.add(day)
          yield { readings, rollups: 0 }
        }
      }
    }
    for (const day of touched) {
      const emptied = await dropIfEmpty(db, 'reading', day, day + DAY)
      if (!emptied) await reclaim(db, day)
      yield { readings: 0, rollups: 0 }
    }
  }
}

/** Days of signals that a file has readings of, and that were not let go of. */
const findPending = `
  with day as (
    select a.signal, d.readings, f.from_time + (d.nth - 1) * interval '1 day' as day
    from archived_signal a join archive_file f on f.id = a.file,
         unnest(a.readings) with ordinality as d (readings, nth)
    where a.file = $1 and a.signal = any ($2) and d.readings > 0
  )
  select day, signal, readings from day
  where not exists (
    select from let_go l where l.signal = day.signal and l.what = 'reading' and l.from_time <= day.day and l.to_time > day.day
  )
  order by day, signal`

/** Parts that hold as many readings as one transaction may delete, or one signal. */
function fitting(pending: readonly Pending[]): Pending[][] {
  const parts: Pending[][] = []
  let sum = Infinity
  for (const one of pending) {
    if (sum + one.readings > READINGS_AT_ONCE) {
      parts.push([])
      sum = 0
    }
    parts.at(-1)!.push(one)
    sum += one.readings
  }
  return parts
}

interface Day {
  municipality: Kommunkod
  file: number
  day: Micros
  expected: readonly Pending[]
  rule: Rule
  now: Micros
}

/** Gives how many readings went. A signal of which the store has more than the file stays: something came late. */
async function letGoDay(tx: OwnerTx, { municipality, file, day, expected, rule, now }: Day): Promise<number> {
  // What is counted and what is deleted must be the same, whoever writes meanwhile.
  await tx.query('set transaction isolation level repeatable read')
  const span = [municipality, expected.map(({ signal }) => signal), timestamp(day), timestamp(day + DAY)]
  const stored = await tx.query<{ signal: number; readings: number }>(
    `select signal, count(*)::integer as readings from reading
     where municipality = $1 and signal = any ($2) and source_time >= $3 and source_time < $4 group by signal`,
    span,
  )
  const count = new Map(stored.map(({ signal, readings }) => [signal, readings]))
  const whole = expected.filter(({ signal, readings }) => count.get(signal) === readings)
  if (whole.length === 0) return 0
  const signals = whole.map(({ signal }) => signal)
  // By the columns that compressed batches are segmented by, and by whole chunks: so batches go as they are.
  await tx.query(
    `delete from reading
     where municipality = $1 and signal = any ($2) and source_time >= $3 and source_time < $4`,
    span.with(1, signals),
  )
  await noteLetGo(tx, { municipality, what: 'reading', signals, from: day, to: day + DAY, file, rule, now })
  return whole.reduce((sum, { readings }) => sum + readings, 0)
}

async function* rollupsOf(
  db: Database,
  municipality: Kommunkod,
  rule: Rule,
  before: Micros,
  now: Micros,
): AsyncGenerator<LetGoStep> {
  const chunks = await db.across((tx) =>
    tx.query<{ from: Micros; to: Micros }>(
      `select range_start as "from", range_end as "to" from timescaledb_information.chunks
       where hypertable_schema = 'public' and hypertable_name = 'rollup_5m' and range_end <= $1 order by range_start`,
      [timestamp(before)],
    ),
  )
  for (const { from, to } of chunks) {
    let gone = 0
    for (const signals of slices(rule.signals, SIGNALS_AT_ONCE)) {
      const rollups = await db.across((tx) =>
        letGoRollups(tx, { municipality, signals, from, to, rule, now }),
      )
      gone += rollups
      yield { readings: 0, rollups }
    }
    if (gone > 0) await dropIfEmpty(db, 'rollup_5m', from, to)
  }
}

interface Stretch {
  municipality: Kommunkod
  signals: readonly number[]
  from: Micros
  to: Micros
  rule: Rule
  now: Micros
}

async function letGoRollups(tx: OwnerTx, stretch: Stretch): Promise<number> {
  const { municipality, signals, from, to } = stretch
  await tx.query('set transaction isolation level repeatable read')
  const span = [municipality, signals, timestamp(from), timestamp(to)]
  const found = await tx.query<{ signal: number }>(
    `select distinct signal from rollup_5m
     where municipality = $1 and signal = any ($2) and bucket >= $3 and bucket < $4
     except
     select distinct signal from reading
     where municipality = $1 and signal = any ($2) and source_time >= $3 and source_time < $4`,
    span,
  )
  if (found.length === 0) return 0
  const gone = found.map(({ signal }) => signal)
  await tx.query(
    'delete from rollup_5m where municipality = $1 and signal = any ($2) and bucket >= $3 and bucket < $4',
    span.with(1, gone),
  )
  await noteLetGo(tx, { ...stretch, what: 'rollup_5m', signals: gone, file: null })
  return gone.length
}

/** A stretch that goes on where the one before ended, for the same reason, is one with it. */
async function noteLetGo(
  tx: OwnerTx,
  { municipality, what, signals, from, to, file, rule, now }: Stretch & { what: string; file: number | null },
): Promise<void> {
  await tx.query(
    `with grown as (
       update let_go set to_time = $5, at = $6
       where municipality = $1 and what = $2 and signal = any ($3) and to_time = $4
         and (by_user, decision) = ($7, $8) and file is not distinct from $9
       returning signal
     )
     insert into let_go (municipality, what, signal, from_time, to_time, at, by_user, decision, file)
     select $1, $2, s.signal, $4, $5, $6, $7, $8, $9 from unnest($3::integer[]) as s (signal)
     where s.signal not in (select signal from grown)`,
    [
      ...[municipality, what, signals, timestamp(from), timestamp(to), timestamp(now)],
      ...[rule.by, rule.decision, file],
    ],
  )
}

/** Drops the chunk of a stretch when nobody has anything left in it. */
const dropIfEmpty = (db: Database, hypertable: string, from: Micros, to: Micros): Promise<boolean> =>
  db.across(async (tx) => {
    await tx.query(`set local lock_timeout = '2s'`)
    const chunks = await tx.query<{ chunk: string }>(
      `select format('%I.%I', chunk_schema, chunk_name) as chunk from timescaledb_information.chunks
       where hypertable_schema = 'public' and hypertable_name = $1 and range_start = $2 and range_end = $3`,
      [hypertable, timestamp(from), timestamp(to)],
    )
    const [one] = chunks
    if (!one) return false
    // Nobody writes into it between the look and the end.
    await tx.query(`lock table ${one.chunk} in access exclusive mode`)
    const [left] = await tx.query(`select from ${one.chunk} limit 1`)
    if (left) return false
    await tx.query(
      'select drop_chunks($1::regclass, older_than => $2::timestamptz, newer_than => $3::timestamptz)',
      [hypertable, timestamp(to), timestamp(from)],
    )
    return true
  })

/** Gives back what the deleted batches of a day took: nothing is ever written into their place. */
async function reclaim(db: Database, day: Micros): Promise<void> {
  const [batches] = await db.across((tx) =>
    tx.query<{ name: string }>(
      `select format('%I.%I', k.schema_name, k.table_name) as name
       from timescaledb_information.chunks i
       join _timescaledb_catalog.chunk c on (c.schema_name, c.table_name) = (i.chunk_schema, i.chunk_name)
       join _timescaledb_catalog.chunk k on k.id = c.compressed_chunk_id
       where i.hypertable_schema = 'public' and i.hypertable_name = 'reading' and i.range_start = $1
         and pg_total_relation_size(format('%I.%I', k.schema_name, k.table_name)) <= ${QUIETLY}`,
      [timestamp(day)],
    ),
  )
  if (batches) await db.run(`vacuum (full) ${batches.name}`)
}

function* slices<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size)
}
