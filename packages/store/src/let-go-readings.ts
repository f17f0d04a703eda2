import { DAY, type Kommunkod, type Micros } from '@driftbild/core'
import type { Database, OwnerTx, Tx } from './database.ts'
import { areRolledUp, type DueSignals, dropChunk, dueUntil, noteLetGo } from './let-go-note.ts'
import { timestamp } from './timestamp.ts'

/** Signals looked at in one query for the days that are due. */
const SIGNALS_AT_ONCE = 1_000
/** Readings deleted in one transaction: some hundred milliseconds of the embedded engine where they lie unpacked. */
const DELETED_AT_ONCE = 10_000
/** Readings counted in one transaction. */
const COUNTED_AT_ONCE = 50_000

/** Lets go of readings that are due, and that a file has, a day of the store at a time. Gives how many each step took. */
export async function* letGoReadings(
  db: Database,
  municipality: Kommunkod,
  due: DueSignals,
  now: Micros,
): AsyncGenerator<number> {
  if (due.size === 0) return
  const reader = { municipality, role: 'reader' } as const
  for (const file of await db.transaction(reader, listFiles)) {
    const signals = dueUntil(due, file.to)
    const days = new Set<number>()
    for (let i = 0; i < signals.length; i += SIGNALS_AT_ONCE) {
      const some = signals.slice(i, i + SIGNALS_AT_ONCE)
      for (const nth of await db.transaction(reader, (tx) => pendingDays(tx, file.id, some))) days.add(nth)
      yield 0
    }
    for (const nth of [...days].sort((a, b) => a - b)) {
      const from = file.from + (nth - 1) * DAY
      const pending = await db.transaction(reader, (tx) => pendingSignals(tx, file.id, signals, nth, from))
      yield* letGoDay(db, { municipality, file: file.id, from, to: from + DAY, due, now }, pending)
    }
  }
}

interface FileRow {
  id: number
  from: Micros
  to: Micros
}

const listFiles = (tx: Tx): Promise<FileRow[]> =>
  tx.query('select id, from_time as "from", to_time as "to" from archive_file order by from_time, id')

/** A day of a signal that was let go of is not looked at again. */
const standing = `not exists (
  select from let_go l where l.signal = a.signal and l.what = 'reading' and l.from_time <= day and l.to_time > day)`

/** Which days of a file, the first being 1, have readings that still lie in the store as well. */
const pendingDays = async (tx: Tx, file: number, signals: readonly number[]): Promise<number[]> =>
  (
    await tx.query<{ nth: number }>(
      `select distinct d.nth::integer as nth
       from archived_signal a join archive_file f on f.id = a.file,
            unnest(a.readings) with ordinality as d (readings, nth),
            lateral (select f.from_time + (d.nth - 1) * interval '1 day' as day) as at
       where a.file = $1 and a.signal = any ($2) and d.readings > 0 and ${standing}`,
      [file, signals],
    )
  ).map(({ nth }) => nth)

/** A signal of one day, and how many readings of it the file has. */
interface Pending {
  signal: number
  readings: number
}

const pendingSignals = (
  tx: Tx,
  file: number,
  signals: readonly number[],
  nth: number,
  day: Micros,
): Promise<Pending[]> =>
  tx.query(
    `select a.signal, a.readings[$3] as readings from archived_signal a, (select $4::timestamptz as day) as at
     where a.file = $1 and a.signal = any ($2) and a.readings[$3] > 0 and ${standing} order by a.signal`,
    [file, signals, nth, timestamp(day)],
  )

interface Day {
  municipality: Kommunkod
  file: number
  from: Micros
  to: Micros
  due: DueSignals
  now: Micros
}

/**
 * The chunk is dropped where all that is in it goes, which costs next to nothing; else the readings are deleted, by whole
 * signals.
 */
async function* letGoDay(db: Database, day: Day, pending: readonly Pending[]): AsyncGenerator<number> {
  const whole: Pending[] = []
  for (const slice of fitting(pending, COUNTED_AT_ONCE)) {
    whole.push(...(await db.across((tx) => inFileAsInStore(tx, day, slice))))
    yield 0
  }
  const dropped = await db.across((tx) => dropWhole(tx, day, whole))
  yield dropped
  if (dropped > 0) return
  for (const slice of fitting(whole, DELETED_AT_ONCE))
    yield await db.across((tx) => deleteSlice(tx, day, slice))
  await db.across((tx) => dropWhole(tx, day, []))
}

/** Parts of at most so many readings, or of one signal. */
function fitting(pending: readonly Pending[], most: number): Pending[][] {
  const parts: Pending[][] = []
  let sum = Infinity
  for (const one of pending) {
    if (sum + one.readings > most) {
      parts.push([])
      sum = 0
    }
    parts.at(-1)!.push(one)
    sum += one.readings
  }
  return parts
}

// Compressed readings lie in the order of their signals. The bounds say nothing new, but being constants they have
// TimescaleDB unpack only what lies between them.
const ofSignals = `municipality = $1 and signal = any ($2) and source_time >= $3 and source_time < $4
  and signal >= $5 and signal <= $6`

/** `some` are in the order of their ids. */
const asked = ({ municipality, from, to }: Day, some: readonly Pending[]): unknown[] => [
  ...[municipality, some.map(({ signal }) => signal), timestamp(from), timestamp(to)],
  ...[some[0]!.signal, some.at(-1)!.signal],
]

/** TimescaleDB's limit is meant for whole tables; what lies between some signals is no more than it is. */
async function unpackAsNeeded(tx: OwnerTx): Promise<void> {
  await tx.query(
    `select set_config(name, '0', true) from pg_settings
     where name = 'timescaledb.max_tuples_decompressed_per_dml_transaction'`,
  )
}

/** Those of which the store has as many as the file. More means that something came late: that day stays. */
async function inFileAsInStore(tx: OwnerTx, day: Day, slice: readonly Pending[]): Promise<Pending[]> {
  const rows = await tx.query<Pending>(
    `select signal, count(*)::integer as readings from reading where ${ofSignals} group by signal`,
    asked(day, slice),
  )
  const stored = new Map(rows.map(({ signal, readings }) => [signal, readings]))
  return slice.filter(({ signal, readings }) => stored.get(signal) === readings)
}

/**
 * Drops the day's chunk where these signals' readings are all that is in it: of neighbouring days nothing is left then.
 * Gives how many there were.
 */
async function dropWhole(tx: OwnerTx, day: Day, whole: readonly Pending[]): Promise<number> {
  const chunk = await findChunk(tx, day)
  if (chunk === null) return 0
  const sum = whole.reduce((sum, { readings }) => sum + readings, 0)
  if ((await countRows(tx, chunk.name)) !== sum || !(await areRolledUp(tx, day.municipality, day))) return 0
  // Nobody writes into it from now on; what came since it was counted shows.
  await tx.query(`lock table ${chunk.name} in access exclusive mode`)
  if ((await countRows(tx, chunk.name)) !== sum) return 0
  await dropChunk(tx, 'reading', chunk)
  if (whole.length > 0) await noteGone(tx, day, whole)
  return sum
}

async function deleteSlice(tx: OwnerTx, day: Day, slice: readonly Pending[]): Promise<number> {
  const chunk = await findChunk(tx, day)
  if (chunk === null || !(await areRolledUp(tx, day.municipality, day))) return 0
  // What is counted and what is deleted must be the same: whoever has something to write there waits.
  await tx.query(`lock table ${chunk.name} in share row exclusive mode`)
  const whole = await inFileAsInStore(tx, day, slice)
  if (whole.length === 0) return 0
  await unpackAsNeeded(tx)
  await tx.query(`delete from reading where ${ofSignals}`, asked(day, whole))
  await noteGone(tx, day, whole)
  return whole.reduce((sum, { readings }) => sum + readings, 0)
}

interface Chunk {
  name: string
  from: Micros
  to: Micros
}

/** The one that the day is in, alone or with its neighbours. */
async function findChunk(tx: OwnerTx, { from, to }: Day): Promise<Chunk | null> {
  const [found] = await tx.query<Chunk>(
    `select format('%I.%I', chunk_schema, chunk_name) as name, range_start as "from", range_end as "to"
     from timescaledb_information.chunks
     where hypertable_schema = 'public' and hypertable_name = 'reading' and range_start <= $1 and range_end >= $2`,
    [timestamp(from), timestamp(to)],
  )
  return found ?? null
}

async function countRows(tx: OwnerTx, chunk: string): Promise<number> {
  const [row] = await tx.query<{ rows: number }>(`select count(*) as rows from ${chunk}`)
  return row!.rows
}

const noteGone = (tx: OwnerTx, day: Day, whole: readonly Pending[]): Promise<void> =>
  noteLetGo(tx, { ...day, what: 'reading', signals: whole.map(({ signal }) => signal) })
