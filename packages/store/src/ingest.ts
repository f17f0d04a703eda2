import {
  type Batch,
  type BatchReceipt,
  type Kommunkod,
  LATE_AFTER,
  type Micros,
  mostAhead,
} from '@driftbild/core'
import type { Span } from './arrivals.ts'
import { notification, notify } from './changes.ts'
import { saveClockOffsets } from './clock-offsets.ts'
import type { Database, Tx } from './database.ts'
import { freshIntervals, intervalRows } from './intervals.ts'
import { type KnownSignal, knownSignals } from './known-signals.ts'
import { type LedgerEntry, lockLedger, SequenceGap } from './ledger.ts'
import { placeReadings } from './place-readings.ts'
import type { AssignedRow } from './reading-copy.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'
import { saveUnassigned, type UnassignedRow } from './unassigned.ts'

export interface IngestRequest {
  municipality: Kommunkod
  collector: string
  /** Parsed: its sequences have no hole and its columns have one length. */
  batch: Batch
  arrivedAt: Micros
}

export interface Ingested {
  receipt: BatchReceipt
  /** First and last source time of what was new, by signal key. */
  touched: Map<string, Span>
}

/**
 * Takes a batch in, in one transaction, so that what was known before counts no second time and everything
 * else is durable when it returns. Throws SequenceGap when sequences before it are missing, UnknownCollector
 * when the municipality has no such collector.
 */
export const ingest = (db: Database, request: IngestRequest): Promise<Ingested> =>
  db.transaction({ municipality: request.municipality, role: 'ingest' }, (tx) => ingestBatch(db, tx, request))

async function ingestBatch(
  db: Database,
  tx: Tx,
  { collector, batch, arrivedAt }: IngestRequest,
): Promise<Ingested> {
  const ledger = await lockLedger(tx, collector, batch.epoch)
  if (batch.first > ledger.durable + 1) {
    throw new SequenceGap(collector, batch.epoch, ledger.durable + 1, batch.first)
  }
  if (batch.last <= ledger.durable) return { receipt: receiptOf(batch, ledger.durable), touched: new Map() }

  const known = await knownSignals(db, tx, ledger.signalsRevision)
  const signals = batch.signals.map(({ key }) => known.get(key))
  const { assigned, unassigned } = assign(batch, ledger.durable, signals, arrivedAt + mostAhead(ledger))
  const reporting = new Map(
    signals.flatMap((signal) => (signal ? [[signal.id, signal.reporting] as const] : [])),
  )
  const spans = await placeReadings(
    db,
    tx,
    { epoch: ledger.epoch, simulated: ledger.simulated, at: arrivedAt },
    batch,
    assigned,
    (signal) => reporting.get(signal)!,
  )
  await saveUnassigned(tx, { epoch: ledger.epoch, collector, arrivedAt }, batch, unassigned)
  const silences = await saveSilences(tx, collector, ledger, batch)
  const clocks = await saveClockOffsets(tx, collector, ledger, batch)
  await closeLedger(tx, ledger, {
    collector,
    first: Math.max(batch.first, ledger.durable + 1),
    last: batch.last,
    // An arrival never lies before the one before it, whatever the clock did.
    arrived: Math.max(arrivedAt, ledger.lastArrival ?? arrivedAt),
    readings: assigned.length + unassigned.length,
    unassigned: unassigned.length,
    silences,
    late: lateOf(batch, ledger.durable, arrivedAt),
  })
  if (silences + clocks > 0) await notify(tx, 'collectors', collector)
  return { receipt: receiptOf(batch, batch.last), touched: byKey(spans, signals) }
}

const receiptOf = ({ epoch }: Batch, durable: number): BatchReceipt => ({ epoch, accepted: durable, durable })

function assign(
  batch: Batch,
  durable: number,
  signals: readonly (KnownSignal | undefined)[],
  /** The last source time that can be one. */
  latest: Micros,
): { assigned: AssignedRow[]; unassigned: UnassignedRow[] } {
  const assigned: AssignedRow[] = []
  const unassigned: UnassignedRow[] = []
  const { sequence, signal, sourceTime } = batch.readings
  for (let row = 0; row < sequence.length; row++) {
    if (sequence[row]! <= durable) continue
    const known = signals[signal[row]!]
    if (!known) unassigned.push({ row, kind: 'unknown-key', expectedUnit: null })
    else if (known.unit !== batch.signals[signal[row]!]!.unit) {
      unassigned.push({ row, kind: 'wrong-unit', expectedUnit: known.unit })
    } else if (sourceTime[row]! > latest) {
      unassigned.push({ row, kind: 'ahead-of-time', expectedUnit: null })
    } else assigned.push({ row, signal: known.id })
  }
  return { assigned, unassigned }
}

/** Later entries of one silence close or correct it. Gives how many entries were new. */
async function saveSilences(tx: Tx, collector: string, ledger: LedgerEntry, batch: Batch): Promise<number> {
  const { count, last } = freshIntervals(batch.silences, ledger.durable)
  if (count === 0) return 0
  await tx.query(
    `insert into silence (collector, id, keys, from_time, to_time, reason, epoch, sequence)
     select $1, id, signals, "from", "to", reason, $2, sequence from jsonb_to_recordset($3)
       as r (id uuid, signals text[], "from" timestamptz, "to" timestamptz, reason text, sequence bigint)
     on conflict (collector, id) do update set keys = excluded.keys, from_time = excluded.from_time,
       to_time = excluded.to_time, reason = excluded.reason, epoch = excluded.epoch, sequence = excluded.sequence`,
    [collector, ledger.epoch, intervalRows(last)],
  )
  const ended = last.filter(({ from, to }) => to !== null && to > from)
  await tx.query(
    `insert into gap_due (collector, silence, sequence) select $1, * from unnest($2::uuid[], $3::bigint[])
     on conflict (collector, silence) do update set sequence = excluded.sequence`,
    [collector, ended.map(({ id }) => id), ended.map(({ sequence }) => sequence)],
  )
  return count
}

interface Late {
  from: Micros
  to: Micros
  readings: number
}

/** Over which source times the batch has new readings that are late, and how many; null when it has none. */
function lateOf({ readings }: Batch, durable: number, arrivedAt: Micros): Late | null {
  let late: Late | null = null
  for (const [row, at] of readings.sourceTime.entries()) {
    if (readings.sequence[row]! <= durable || arrivedAt - at <= LATE_AFTER) continue
    late ??= { from: at, to: at, readings: 0 }
    late.from = Math.min(late.from, at)
    late.to = Math.max(late.to, at)
    late.readings++
  }
  return late
}

interface Closing {
  collector: string
  first: number
  last: number
  arrived: Micros
  readings: number
  unassigned: number
  silences: number
  late: Late | null
}

async function closeLedger(tx: Tx, { epoch }: LedgerEntry, closing: Closing): Promise<void> {
  const { collector, first, last, arrived, readings, unassigned, silences, late } = closing
  await tx.query(
    {
      name: 'close the ledger',
      text: `
        with moved as (
          update epoch set durable = $3, last_arrival = $4 where id = $1
        ), counted as (
          update collector set last_batch_at = $4, readings = readings + $5, unassigned = unassigned + $7 where id = $8
        )
        insert into batch (epoch, first, last, arrived, readings, silences, late_from, late_to, late_readings)
        values ($1, $2, $3, $4, $5, $6, $9, $10, $11)
        returning pg_notify($12, $13)`,
    },
    [
      ...[epoch, first, last, timestamp(arrived), readings, silences, unassigned, collector],
      ...[timestampOrNull(late?.from ?? null), timestampOrNull(late?.to ?? null), late?.readings ?? 0],
      ...notification(tx, 'readings'),
    ],
  )
}

/** The same by key; each key of a batch is one signal. */
const byKey = (
  spans: ReadonlyMap<number, Span>,
  signals: readonly (KnownSignal | undefined)[],
): Map<string, Span> =>
  new Map(
    signals.flatMap((signal) => {
      const span = signal && spans.get(signal.id)
      return span ? [[signal.key, span] as const] : []
    }),
  )
