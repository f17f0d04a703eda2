import { randomUUID } from 'node:crypto'
import { type Batch, DAY, packBatch, reasons } from '@driftbild/core'
import {
  chunksToCompress,
  compressChunk,
  type Database,
  importCollector,
  ingest,
  putRegister,
  timestamp,
} from '@driftbild/store'
import type { Answered } from './answer.ts'
import type { Holds } from './holds.ts'
import type { Past } from './past.ts'

export interface Bytes {
  name: string
  readings: number
  /** Table, indexes and what lies out of line, for each reading. */
  uncompressed: number
  /** Null where the engine can't compress. */
  compressed: number | null
  /** Columns that were not read back as they were sent, to the bit. */
  inexact: number
}

const AT_ONCE = 5_000
const FOREVER = 400 * 366 * DAY

/** What a reading of a past takes before and after compression, in a database that has no others. */
export async function measureBytes(
  db: Database,
  { name, register, readings }: Past,
  holds: Holds,
): Promise<Bytes> {
  const municipality = register.municipality.code
  await db.transaction({ municipality, role: 'api' }, (tx) => putRegister(tx, register))
  const collector = await db.transaction({ municipality, role: 'api' }, (tx) =>
    importCollector(tx, { name, hash: `bench ${randomUUID()}`, at: 0 }),
  )
  const epoch = randomUUID()
  const sent: Batch[] = []
  for await (const batch of batchesOf(epoch, readings)) {
    await ingest(db, { municipality, collector, batch, arrivedAt: Math.max(...batch.readings.receivedTime) })
    sent.push(batch)
  }
  const count = sent.reduce((sum, batch) => sum + batch.readings.sequence.length, 0)
  const uncompressed = (await bytesOf(db)) / count
  let inexact = await countInexact(db, municipality, sent)
  const chunks = await chunksToCompress(db, FOREVER)
  for (const chunk of chunks) await compressChunk(holds.of(db, 'compression'), chunk)
  const compressed = chunks.length > 0 ? (await bytesOf(db)) / count : null
  if (chunks.length > 0) inexact += await countInexact(db, municipality, sent)
  return { name, readings: count, uncompressed, compressed, inexact }
}

async function* batchesOf(epoch: string, readings: AsyncIterable<Answered>): AsyncGenerator<Batch> {
  let sequence = 0
  let open: Parameters<typeof packBatch>[1][number][] = []
  for await (const { key, unit, reading } of readings) {
    open.push({ kind: 'reading', sequence: ++sequence, key, unit, reading })
    if (open.length < AT_ONCE) continue
    yield packBatch(epoch, open)
    open = []
  }
  if (open.length > 0) yield packBatch(epoch, open)
}

async function bytesOf(db: Database): Promise<number> {
  const [row] = await db.across((tx) =>
    tx.query<{ bytes: number }>(
      `select sum(total_bytes)::bigint as bytes from chunks_detailed_size('reading')`,
    ),
  )
  return row!.bytes
}

interface Row {
  key: string
  sequence: number
  sourceTime: number
  serverOffset: number | null
  receivedOffset: number
  value: number | null
  reason: number | null
  status: number
  collectorClock: boolean
}

/** Batches that are read back together. */
const READ_AT_ONCE = 8

/** Every column of every reading, by its number, against what was sent. */
async function countInexact(db: Database, municipality: string, sent: readonly Batch[]): Promise<number> {
  let wrong = 0
  for (let i = 0; i < sent.length; i += READ_AT_ONCE) {
    const some = sent.slice(i, i + READ_AT_ONCE)
    const found = await readBack(db, municipality, some)
    for (const was of some.flatMap(rowsOf)) {
      const is = found.get(was.sequence)
      for (const column of Object.keys(was) as (keyof Row)[]) {
        if (!is || !Object.is(is[column], was[column])) wrong++
      }
    }
  }
  return wrong
}

const rowsOf = ({ readings, signals }: Batch): Row[] =>
  readings.sequence.map((sequence, row) => {
    const sourceTime = readings.sourceTime[row]!
    const serverTime = readings.serverTime[row]!
    const reason = readings.reason[row]!
    return {
      ...{ sequence, sourceTime, key: signals[readings.signal[row]!]!.key, value: readings.value[row]! },
      serverOffset: serverTime === null ? null : serverTime - sourceTime,
      receivedOffset: readings.receivedTime[row]! - sourceTime,
      reason: reason === null ? null : reasons.indexOf(reason),
      status: readings.status[row]! | 0,
      collectorClock: readings.collectorClock[row]!,
    }
  })

async function readBack(
  db: Database,
  municipality: string,
  batches: readonly Batch[],
): Promise<Map<number, Row>> {
  const times = batches.flatMap(({ readings }) => readings.sourceTime)
  const bounds = times.reduce(([first, last], at) => [Math.min(first, at), Math.max(last, at)] as const, [
    Infinity,
    -Infinity,
  ] as readonly [number, number])
  const rows = await db.transaction({ municipality, role: 'reader' }, (tx) =>
    tx.query<Row>(
      `select s.key, r.sequence, r.source_time as "sourceTime", r.server_offset as "serverOffset",
              r.received_offset as "receivedOffset", r.value, r.reason, r.status, r.collector_clock as "collectorClock"
       from own_reading r join signal s on s.id = r.signal
       where r.source_time >= $1 and r.source_time <= $2 and r.sequence between $3 and $4`,
      [...bounds.map(timestamp), batches[0]!.first, batches.at(-1)!.last],
    ),
  )
  return new Map(rows.map((row) => [row.sequence, row]))
}
