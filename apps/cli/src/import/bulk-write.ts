import { createHash } from 'node:crypto'
import { type Batch, type Kommunkod, type Micros, type Reason, statusCodes } from '@driftbild/core'
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

export interface BulkWrite {
  db: Database
  municipality: Kommunkod
  /** What a person calls it. */
  name: string
  /** Names the content: the same content is never taken in twice. */
  hash: string
  /** The same readings in the same order each time: that is how an interrupted one goes on. */
  readings: Iterable<PastReading> | AsyncIterable<PastReading>
  now: () => Micros
  onProgress?: (written: number) => void | Promise<void>
}

/**
 * Takes in readings by the way that an edge's take: an import is a collector with one epoch and a running
 * number. What was written before an interruption is counted and passed over. Gives how many there are.
 */
export async function bulkWrite(work: BulkWrite): Promise<{ readings: number; known: number }> {
  const { db, municipality, now } = work
  const collector = await db.transaction({ municipality, role: 'api' }, (tx) =>
    importCollector(tx, { name: work.name, hash: work.hash, at: now() }),
  )
  const epoch = epochOf(work.hash)
  const ledger = await db.transaction({ municipality, role: 'api' }, (tx) => ledgerOf(tx, collector))
  const known = ledger[epoch] ?? 0
  let sequence = 0
  let batch = createBatch(epoch, known + 1)
  const flush = async () => {
    if (batch.readings.sequence.length === 0) return
    await ingest(db, { municipality, collector, batch, arrivedAt: now() })
    await work.onProgress?.(batch.last)
    batch = createBatch(epoch, batch.last + 1)
  }
  const index = new Map<string, number>()
  for await (const reading of work.readings) {
    if (++sequence <= known) continue
    if (batch.readings.sequence.length === 0) index.clear()
    add(batch, index, sequence, reading, now())
    if (batch.readings.sequence.length === AT_ONCE) await flush()
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

function createBatch(epoch: string, first: number): Batch {
  return {
    epoch,
    first,
    last: first - 1,
    signals: [],
    readings: {
      sequence: [],
      signal: [],
      sourceTime: [],
      serverTime: [],
      receivedTime: [],
      value: [],
      reason: [],
      status: [],
      collectorClock: [],
    },
    silences: [],
    clocks: [],
  }
}

function add(
  batch: Batch,
  index: Map<string, number>,
  sequence: number,
  { key, unit, time, value, status }: PastReading,
  now: Micros,
): void {
  const name = `${key}\n${unit}`
  let signal = index.get(name)
  if (signal === undefined) {
    signal = batch.signals.push({ key, unit }) - 1
    index.set(name, signal)
  }
  const { readings } = batch
  const usable = value !== null && status >>> 30 < 2
  readings.sequence.push(sequence)
  readings.signal.push(signal)
  readings.sourceTime.push(time)
  readings.serverTime.push(null)
  readings.receivedTime.push(now)
  readings.value.push(usable ? value : null)
  readings.reason.push(usable ? null : reasonOf(status))
  readings.status.push(usable || status >>> 30 >= 2 ? status : statusCodes.BadNoData)
  readings.collectorClock.push(false)
  batch.last = sequence
}

const reasonOf = (status: number): Reason =>
  status === statusCodes.BadNoData || status >>> 30 < 2 ? 'missing-in-source' : 'bad-status'
