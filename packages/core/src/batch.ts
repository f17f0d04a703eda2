import { z } from 'zod'
import { ClockOffset } from './clock-offset.ts'
import { type Reading, Reason } from './reading.ts'
import { Silence } from './silence.ts'
import { Micros } from './time.ts'

/** Entries in one batch at most; a larger backlog goes in several. */
export const BATCH_LIMIT = 5_000

/**
 * Counts the shapes that a batch has had, its lists of reasons included. Sent in a header beside the batch, so
 * that a centre and a collector of different age tell one another apart from a batch with a mistake in it. A centre
 * takes every version up to its own.
 */
export const BATCH_VERSION = 2
export const BATCH_VERSION_HEADER = 'driftbild-batch-version'

/**
 * What a collector hands to the centre: a run of consecutive sequence numbers of one epoch, first to last
 * without a hole. Readings travel as columns of equal length; `signal` indexes `signals`.
 */
export const Batch = z
  .object({
    epoch: z.uuid(),
    first: z.int().min(1),
    last: z.int().min(1),
    signals: z.array(z.object({ key: z.string().min(1).max(200), unit: z.string().min(1).max(20) })),
    readings: z.object({
      sequence: z.array(z.int()),
      signal: z.array(z.int()),
      sourceTime: z.array(Micros),
      serverTime: z.array(Micros.nullable()),
      receivedTime: z.array(Micros),
      value: z.array(z.number().nullable()),
      reason: z.array(Reason.nullable()),
      status: z.array(z.int().min(0).max(0xffffffff)),
      collectorClock: z.array(z.boolean()),
    }),
    silences: z.array(Silence.extend({ sequence: z.int() })),
    clocks: z.array(ClockOffset.extend({ sequence: z.int() })).default([]),
  })
  .superRefine((batch, ctx) => {
    const problem = batchProblem(batch)
    if (problem) ctx.addIssue({ code: 'custom', message: problem })
  })
export type Batch = z.infer<typeof Batch>

/** What the centre answers: everything up to `accepted` is known, up to `durable` survives a power cut. */
export const BatchReceipt = z.object({ epoch: z.uuid(), accepted: z.int(), durable: z.int() })
export type BatchReceipt = z.infer<typeof BatchReceipt>

export interface OutboxReading {
  kind: 'reading'
  sequence: number
  key: string
  unit: string
  reading: Reading
}
export interface OutboxSilence {
  kind: 'silence'
  sequence: number
  silence: Silence
}
export interface OutboxClock {
  kind: 'clock'
  sequence: number
  clock: ClockOffset
}
export type OutboxEntry = OutboxReading | OutboxSilence | OutboxClock

/** The oldest version that has all that is in the batch: older centres take what they know. */
export const batchVersion = ({ silences, clocks }: Batch): number =>
  clocks.length > 0 || silences.some(({ reason }) => reason === 'removed') ? 2 : 1

/** Packs entries, consecutive and in order, into one batch. Throws when they are neither. */
export function packBatch(epoch: string, entries: readonly OutboxEntry[]): Batch {
  const head = entries[0]
  const tail = entries.at(-1)
  if (!head || !tail) throw new Error('an empty batch')
  const batch: Batch = {
    epoch,
    first: head.sequence,
    last: tail.sequence,
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
  const index = new Map<string, number>()
  for (const [i, entry] of entries.entries()) {
    if (entry.sequence !== head.sequence + i) {
      throw new Error(`sequence ${entry.sequence} follows ${head.sequence + i - 1}`)
    }
    if (entry.kind === 'silence') {
      batch.silences.push({ ...entry.silence, sequence: entry.sequence })
      continue
    }
    if (entry.kind === 'clock') {
      batch.clocks.push({ ...entry.clock, sequence: entry.sequence })
      continue
    }
    const name = `${entry.key}\n${entry.unit}`
    let signal = index.get(name)
    if (signal === undefined) {
      signal = batch.signals.push({ key: entry.key, unit: entry.unit }) - 1
      index.set(name, signal)
    }
    const { readings } = batch
    const { reading } = entry
    readings.sequence.push(entry.sequence)
    readings.signal.push(signal)
    readings.sourceTime.push(reading.sourceTime)
    readings.serverTime.push(reading.serverTime)
    readings.receivedTime.push(reading.receivedTime)
    readings.value.push('value' in reading ? reading.value : null)
    readings.reason.push('reason' in reading ? reading.reason : null)
    readings.status.push(reading.status)
    readings.collectorClock.push(reading.clock === 'collector')
  }
  return batch
}

function batchProblem(batch: {
  first: number
  last: number
  signals: readonly unknown[]
  readings: { [column: string]: readonly unknown[] } & {
    sequence: readonly number[]
    signal: readonly number[]
    value: readonly (number | null)[]
    reason: readonly (string | null)[]
  }
  silences: readonly { sequence: number }[]
  clocks: readonly { sequence: number }[]
}): string | null {
  const { readings } = batch
  const notes = [...batch.silences, ...batch.clocks]
  const n = readings.sequence.length
  for (const [name, column] of Object.entries(readings)) {
    if (column.length !== n) return `column ${name} has ${column.length} rows, sequence has ${n}`
  }
  if (batch.last - batch.first + 1 !== n + notes.length) {
    return `${batch.first}–${batch.last} needs ${batch.last - batch.first + 1} entries, got ${n + notes.length}`
  }
  const seen = new Set<number>()
  for (let i = 0; i < n; i++) {
    if (!(readings.signal[i]! >= 0 && readings.signal[i]! < batch.signals.length)) {
      return `row ${i}: signal index ${readings.signal[i]} of ${batch.signals.length}`
    }
    if ((readings.value[i] === null) === (readings.reason[i] === null)) {
      return `row ${i}: a reading has a value or a reason, never both or neither`
    }
    seen.add(readings.sequence[i]!)
  }
  for (const note of notes) seen.add(note.sequence)
  if (seen.size !== n + notes.length) return 'a sequence number occurs twice'
  for (let s = batch.first; s <= batch.last; s++) if (!seen.has(s)) return `sequence ${s} is missing`
  return null
}
