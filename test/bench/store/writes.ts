import { randomUUID } from 'node:crypto'
import { BATCH_LIMIT, type Batch, type Micros, packBatch, parseTime, SECOND } from '@driftbild/core'
import {
  type Database,
  importCollector,
  ingest,
  putRegister,
  refreshRollups,
  vacuumBusyTables,
} from '@driftbild/store'
import { type AssignedRow, copyReadings, readingRows } from '@driftbild/store/reading-copy'
import type { Holds } from './holds.ts'
import { keyOf, MUNICIPALITY, registerOf, SIGNALS, UNIT } from './signals.ts'

/**
 * What a batch holds. `live`: each of 5,000 signals once, as when all report at once; `backlog`: ten of each of 500,
 * as an edge sends what it kept.
 */
export const shapes = { live: { signals: BATCH_LIMIT }, backlog: { signals: BATCH_LIMIT / 10 } } as const
export type Shape = keyof typeof shapes

export interface Writes {
  shape: Shape
  /** Rows a second, of all rounds together. */
  ingest: number
  copy: number
  /** The median of the rounds' own ratios: what disturbs the machine meets both sides of a round. */
  ratio: number
}

const scope = { municipality: MUNICIPALITY, role: 'ingest' } as const
const BEGIN: Micros = parseTime('2026-03-02T00:00:00Z')
const ROLL_UPS_MS = 5_000
/** Seconds between two readings of a signal. */
const EVERY = 10

/**
 * The product's way, exactly once and with all that it keeps up, against a bare COPY of the same rows: the same
 * columns in the same binary form, into the same hypertable with its index and its check, in transactions of the same
 * size that end as durable. Both begin with a parsed batch in memory.
 */
export async function measureWrites(
  db: Database,
  { batches, rounds, holds }: { batches: number; rounds: number; holds: Holds },
): Promise<Writes[]> {
  await db.transaction({ municipality: MUNICIPALITY, role: 'api' }, (tx) =>
    putRegister(
      tx,
      registerOf(SIGNALS, () => EVERY),
    ),
  )
  const known = await db.transaction(scope, (tx) =>
    tx.query<{ id: number; key: string }>('select id, key from signal'),
  )
  const ids = new Map(known.map(({ id, key }) => [key, id]))
  const taking = holds.of(db, 'ingest')
  const results: Writes[] = []
  for (const [n, shape] of (Object.keys(shapes) as Shape[]).entries()) {
    const collector = await db.transaction({ municipality: MUNICIPALITY, role: 'api' }, (tx) =>
      importCollector(tx, { name: shape, hash: `bench ${shape} ${randomUUID()}`, at: BEGIN }),
    )
    const sender = { collector, epoch: randomUUID(), next: 1, at: BEGIN + n * 86_400 * SECOND }
    // What is done only once, by either, is not of what is measured.
    await writeBoth(db, taking, sender, ids, shape, 2)
    const took: { ingest: number; copy: number }[] = []
    for (let round = 0; round < rounds; round++)
      took.push(await writeBoth(db, taking, sender, ids, shape, batches))
    const rows = batches * rounds * BATCH_LIMIT
    const seconds = (side: 'ingest' | 'copy') => took.reduce((sum, one) => sum + one[side], 0) / 1000
    results.push({
      shape,
      ingest: rows / seconds('ingest'),
      copy: rows / seconds('copy'),
      ratio: took.map((one) => one.copy / one.ingest).sort((a, b) => a - b)[Math.floor(rounds / 2)]!,
    })
  }
  // What follows from what came in; of an hour of it a few seconds are enough.
  await refreshRollups(holds.of(db, 'roll-ups'), { most: ROLL_UPS_MS })
  await vacuumBusyTables(holds.of(db, 'upkeep'))
  return results
}

interface Sender {
  collector: string
  epoch: string
  next: number
  at: Micros
}

/** Each batch by one way and then by the other, the order changing: milliseconds of each. */
async function writeBoth(
  db: Database,
  taking: Database,
  sender: Sender,
  ids: ReadonlyMap<string, number>,
  shape: Shape,
  batches: number,
): Promise<{ ingest: number; copy: number }> {
  const took = { ingest: 0, copy: 0 }
  const [row] = await db.transaction(scope, (tx) =>
    tx.query<{ id: number }>('select coalesce(max(id), 0)::int + 1 as id from epoch'),
  )
  for (let i = 0; i < batches; i++) {
    const batch = batchOf(sender, shape)
    const assigned: AssignedRow[] = batch.readings.signal.map((signal, row) => ({
      row,
      signal: ids.get(batch.signals[signal]!.key)!,
    }))
    const ways = {
      ingest: () =>
        ingest(taking, {
          municipality: MUNICIPALITY,
          collector: sender.collector,
          batch,
          arrivedAt: sender.at,
        }),
      copy: () => db.transaction(scope, (tx) => copyReadings(tx, readingRows(row!.id, batch, assigned))),
    }
    for (const way of i % 2 === 0 ? (['ingest', 'copy'] as const) : (['copy', 'ingest'] as const)) {
      const began = performance.now()
      await ways[way]()
      took[way] += performance.now() - began
    }
  }
  return took
}

function batchOf(sender: Sender, shape: Shape): Batch {
  const { signals } = shapes[shape]
  const first = sender.next
  sender.next += BATCH_LIMIT
  // Batches alternate between the halves of the signals, so that an instant is complete after two.
  const begin = Math.floor(first / BATCH_LIMIT) % (SIGNALS / signals)
  const turn = BATCH_LIMIT / signals
  const entries = Array.from({ length: BATCH_LIMIT }, (_, i) => {
    const sourceTime = sender.at + (Math.floor(i / signals) + 1) * EVERY * SECOND
    return {
      ...{
        kind: 'reading' as const,
        sequence: first + i,
        key: keyOf(begin * signals + (i % signals)),
        unit: UNIT,
      },
      reading: {
        ...{ sourceTime, serverTime: sourceTime + 2_000, receivedTime: sourceTime + 2_000 + (i % 40) * 1000 },
        ...{ status: 0, clock: 'device' as const, value: ((first + i * 7919) % 10_000) / 100 },
      },
    }
  })
  if (begin === SIGNALS / signals - 1) sender.at += turn * EVERY * SECOND
  return packBatch(sender.epoch, entries)
}
