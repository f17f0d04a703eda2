import type { Kommunkod, Micros } from '@driftbild/core'
import type { Database, OwnerTx } from './database.ts'
import type { ClassedSignal } from './retention.ts'
import { timestamp } from './timestamp.ts'

/** Readings counted in one transaction. */
const COUNTED_AT_ONCE = 50_000

/** What of one day would be let go of. */
export interface PreviewedDay {
  from: Micros
  to: Micros
  /** By the signal's key; only of those that have some. */
  readings: Map<string, number>
  /** Those of them that a file has, too: only these would go now. */
  archived: number
  /** About what they take on the disk: their share of the chunk that they are in. */
  bytes: number
}

/** Counts what signals have in the store between two days, day by day, the oldest first; changes nothing. */
export async function* previewLetGo(
  db: Database,
  municipality: Kommunkod,
  signals: readonly ClassedSignal[],
  { from, before }: { from: Micros; before: Micros },
): AsyncGenerator<PreviewedDay> {
  const keys = new Map(signals.map(({ id, key }) => [id, key]))
  const ids = [...keys.keys()].sort((a, b) => a - b)
  let measured: Measured | null = null
  for (const day of await db.across((tx) => listDays(tx, from, before))) {
    if (measured?.chunk !== day.chunk) measured = await db.across((tx) => measure(tx, day))
    const { rows, bytes } = measured
    const counted = { readings: new Map<string, number>(), archived: 0 }
    // As many signals as have some tens of thousands of readings there, if all have alike.
    const atOnce = Math.max(10, Math.ceil((ids.length * COUNTED_AT_ONCE) / Math.max(1, rows)))
    for (let i = 0; i < ids.length; i += atOnce) {
      const some = await db.across((tx) => count(tx, municipality, day, ids.slice(i, i + atOnce)))
      for (const { signal, readings, archived } of some) {
        counted.readings.set(keys.get(signal)!, readings)
        if (archived) counted.archived += readings
      }
    }
    const sum = [...counted.readings.values()].reduce((sum, readings) => sum + readings, 0)
    if (sum === 0) continue
    yield {
      from: day.from,
      to: day.to,
      ...counted,
      bytes: Math.round((bytes * sum) / Math.max(sum, rows)),
    }
  }
}

interface Day {
  chunk: string
  from: Micros
  to: Micros
}

const listDays = (tx: OwnerTx, from: Micros, before: Micros): Promise<Day[]> =>
  tx.query(
    `select format('%I.%I', chunk_schema, chunk_name) as chunk, day as "from", day + interval '1 day' as "to"
     from timescaledb_information.chunks, generate_series(greatest(range_start, $1::timestamptz),
       least(range_end, $2::timestamptz) - interval '1 day', interval '1 day') as day
     where hypertable_schema = 'public' and hypertable_name = 'reading'
     order by day`,
    [timestamp(from), timestamp(before)],
  )

interface Measured {
  chunk: string
  rows: number
  bytes: number
}

/** All rows of a chunk, whoever's they are, and what it takes, compressed or not. */
async function measure(tx: OwnerTx, { chunk }: Day): Promise<Measured> {
  const [row] = await tx.query<Omit<Measured, 'chunk'>>(
    `select (select count(*) from ${chunk}) as rows,
            pg_total_relation_size($1::regclass) + coalesce((
              select pg_total_relation_size(format('%I.%I', k.schema_name, k.table_name)::regclass)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              join _timescaledb_catalog.chunk t on (t.schema_name, t.table_name) = (n.nspname, c.relname)
              join _timescaledb_catalog.chunk k on k.id = t.compressed_chunk_id
              where c.oid = $1::regclass), 0) as bytes`,
    [chunk],
  )
  return { chunk, ...row! }
}

interface Counted {
  signal: number
  readings: number
  archived: boolean
}

const count = (
  tx: OwnerTx,
  municipality: Kommunkod,
  { from, to }: Day,
  signals: readonly number[],
): Promise<Counted[]> =>
  tx.query(
    `select c.signal, c.readings, exists (
              select from archived_signal a join archive_file f on f.id = a.file
              where a.signal = c.signal and f.from_time <= $3 and f.to_time >= $4
                and a.readings[1 + extract(epoch from $3 - f.from_time)::integer / 86400] = c.readings) as archived
     from (
       select signal, count(*)::integer as readings from reading
       where municipality = $1 and signal = any ($2) and source_time >= $3::timestamptz and source_time < $4::timestamptz
       group by signal
     ) c order by c.signal`,
    [municipality, signals, timestamp(from), timestamp(to)],
  )
