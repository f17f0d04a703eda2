import { createHash } from 'node:crypto'
import {
  type Kommunkod,
  type Micros,
  type OutboxReading,
  packBatch,
  type Reading,
  type Reason,
  statusCodes,
} from '@driftbild/core'
import { type Database, importCollector, ingest, ledgerOf } from '@driftbild/store'

/** Readings in one transaction: more than an edge sends, for what each costs besides; still short to wait for. */
const AT_ONCE = 10_000

/** A reading from a file or a simulated past. */
export interface PastReading {
  key: string
  unit: string
  time: Micros
  /** Null where the source says that there is none. */
  value: number | null
  status: number
}

export interface BulkWrite<Source = PastReading> {
  db: Database
  municipality: Kommunkod
  /** What a person calls it. */
  name: string
  /** Names the content: the same content is never taken in twice. */
  hash: string
  /** The same readings in the same order each time: that is how an interrupted one goes on. */
  readings: Iterable<Source> | AsyncIterable<Source>
  now: () => Micros
  onProgress?: (written: number) => void | Promise<void>
}

export interface Written {
  /** All that there are. */
  readings: number
  /** Those of them that were taken in before. */
  known: number
}

/**
 * Takes in readings by the way that an edge's take: an import is a collector with one epoch and a running
 * number. What was written before an interruption is counted and passed over.
 */
export const bulkWrite = (work: BulkWrite): Promise<Written> =>
  bulkWriteAs(work, (past) => ({ key: past.key, unit: past.unit, reading: readingOf(past, work.now()) }))

/** The same for what holds more of a reading than its value and time. */
export async function bulkWriteAs<Source>(
  work: BulkWrite<Source>,
  taken: (source: Source) => Pick<OutboxReading, 'key' | 'unit' | 'reading'>,
): Promise<Written> {
  const { db, municipality, now } = work
  const collector = await db.transaction({ municipality, role: 'api' }, (tx) =>
    importCollector(tx, { name: work.name, hash: work.hash, at: now() }),
  )
  const epoch = epochOf(work.hash)
  const ledger = await db.transaction({ municipality, role: 'api' }, (tx) => ledgerOf(tx, collector))
  const known = ledger[epoch] ?? 0
  let sequence = 0
  let entries: OutboxReading[] = []
  const flush = async () => {
    if (entries.length === 0) return
    const batch = packBatch(epoch, entries)
    entries = []
    await ingest(db, { municipality, collector, batch, arrivedAt: now() })
    await work.onProgress?.(batch.last)
  }
  for await (const source of work.readings) {
    if (++sequence <= known) continue
    const { key, unit, reading } = taken(source)
    entries.push({ kind: 'reading', sequence, key, unit, reading })
    if (entries.length === AT_ONCE) await flush()
  }
  await flush()
  return { readings: sequence, known }
}

/** A UUID (version 8, RFC 9562) made of the content's name. */
function epochOf(hash: string): string {
  const hex = createHash('sha256').update(hash).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 0b11) | 0b1000).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-')
}

function readingOf({ time, value, status }: PastReading, now: Micros): Reading {
  const common = { sourceTime: time, serverTime: null, receivedTime: now, clock: 'device' as const }
  const isBad = status >>> 30 >= 2
  if (value !== null && !isBad) return { ...common, status, value }
  return { ...common, status: isBad ? status : statusCodes.BadNoData, reason: reasonOf(status) }
}

const reasonOf = (status: number): Reason =>
  status === statusCodes.BadNoData || status >>> 30 < 2 ? 'missing-in-source' : 'bad-status'
